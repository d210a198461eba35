// The form of a reward, new or as it is.
import { useEffect, useRef, useState } from 'react';
import { CreateRewardDocument, type ShelfRewardFragment, UpdateRewardDocument } from '../generated/points/graphql.ts';
import { uploadFile } from '../net/outbox.ts';
import { shrunk } from '../tickets/photo.ts';
import { Button } from '../ui/Button.tsx';
import { Check, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';

interface Props {
  /** Null: a new one. */
  reward: ShelfRewardFragment | null;
  onDone: () => void;
  onClose: () => void;
}

/** More than there may be of anything: the server says so beside the field. */
const TOO_MANY = 2_000_000;
const whole = (text: string) => (/^-?\d{1,7}$/.test(text.trim()) ? Number(text) : TOO_MANY);

export function RewardSheet({ reward, onDone, onClose }: Props) {
  const w = useWords(words);
  const [isUploading, setUploading] = useState(false);
  const form = useForm({
    name: reward?.name ?? '',
    description: reward?.description ?? '',
    points: String(reward?.points ?? ''),
    stock: reward ? '0' : '',
    perPerson: String(reward?.perPerson ?? ''),
    sponsor: reward?.sponsor ?? '',
    counter: reward?.counter ?? '',
    isOffered: reward?.isOffered ?? true,
  });
  const { fail, field } = form;
  const [photo, setPhoto] = useState<Blob | 'kept' | null>(reward?.photo ? 'kept' : null);
  const save = async () => {
    const picture = await pictureId();
    if (picture === 'failed') return null;
    const { points, perPerson, stock, ...rest } = form.values;
    const content = {
      ...rest,
      points: whole(points),
      perPerson: perPerson.trim() ? whole(perPerson) : null,
      ...(picture !== undefined && { photoId: picture }),
    };
    if (!reward) return form.send(CreateRewardDocument, { input: { content, stock: whole(stock) } });
    const input = { rewardId: reward.id, expectedVersion: reward.version, content, stockChange: whole(stock) };
    return form.send(UpdateRewardDocument, { input });
  };
  /** Undefined: as it was. Null: without one. */
  const pictureId = async (): Promise<string | null | undefined | 'failed'> => {
    if (photo === 'kept') return undefined;
    if (!photo) return null;
    setUploading(true);
    const upload = await uploadFile(photo);
    setUploading(false);
    if (typeof upload === 'object' && 'id' in upload) return upload.id;
    fail(upload === 'unsent' ? w.photoUnsent : upload.message);
    return 'failed';
  };
  return (
    <FormSheet
      title={reward ? w.changeReward : w.newReward}
      act={w.saveReward}
      of={{ ...form, isSending: form.isSending || isUploading }}
      mistake={form.mistakeOf('photoId')}
      onSend={save}
      says={w.rewardSaved}
      onDone={onDone}
      onClose={onClose}
    >
      <TextField label={w.rewardName} {...field('name')} />
      <PhotoField photo={photo} former={reward?.photo ?? null} onChange={setPhoto} onBroken={() => fail(w.photoBroken)} />
      <TextField label={w.rewardPoints} inputMode="numeric" {...field('points')} />
      <TextField
        label={reward ? w.stockChange : w.stockNow}
        {...field('stock')}
        hint={reward ? w.stockChangeHint(reward.stock) : undefined}
        mistake={form.mistakeOf('stock') ?? form.mistakeOf('stockChange')}
      />
      <TextField label={w.perPersonMost} inputMode="numeric" {...field('perPerson')} hint={w.perPersonHint} />
      <TextField label={w.rewardDescription} {...field('description')} />
      <TextField label={w.rewardSponsor} {...field('sponsor')} hint={w.rewardSponsorHint} />
      <TextField label={w.rewardCounter} {...field('counter')} />
      <Check label={w.offered} {...field('isOffered')} />
    </FormSheet>
  );
}

interface PhotoProps {
  photo: Blob | 'kept' | null;
  former: string | null;
  onChange: (photo: Blob | null) => void;
  onBroken: () => void;
}

function PhotoField({ photo, former, onChange, onBroken }: PhotoProps) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    if (!(photo instanceof Blob)) return setShown(photo === 'kept' ? former : null);
    const url = URL.createObjectURL(photo);
    setShown(url);
    return () => URL.revokeObjectURL(url);
  }, [photo, former]);
  return (
    <fieldset className="field">
      <legend className="field-name">
        {w.rewardPhoto} <span className="note">{ui.optional}</span>
      </legend>
      {shown && <img className="points-photo" src={shown} alt={w.rewardPhoto} />}
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        className="visually-hidden"
        aria-label={w.choosePhoto}
        tabIndex={-1}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void shrunk(file).then(onChange, onBroken);
          target.value = '';
        }}
      />
      <div className="button-row">
        <Button label={w.choosePhoto} onClick={() => input.current?.click()} />
        {photo && <Button label={w.removePhoto} onClick={() => onChange(null)} />}
      </div>
    </fieldset>
  );
}
