// The form of a reward, new or as it is.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { uploadFile } from '../app/outbox.ts';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { CreateRewardDocument, type ShelfRewardFragment, UpdateRewardDocument } from '../generated/points/graphql.ts';
import { shrunk } from '../tickets/photo.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
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
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf, fail } = useSubmission();
  const [isUploading, setUploading] = useState(false);
  const [text, setText] = useState({
    name: reward?.name ?? '',
    description: reward?.description ?? '',
    points: String(reward?.points ?? ''),
    stock: reward ? '0' : '',
    perPerson: String(reward?.perPerson ?? ''),
    sponsor: reward?.sponsor ?? '',
    counter: reward?.counter ?? '',
  });
  const [isOffered, setOffered] = useState(reward?.isOffered ?? true);
  const [photo, setPhoto] = useState<Blob | 'kept' | null>(reward?.photo ? 'kept' : null);
  const field = (name: keyof typeof text, label: string, hint?: string) => (
    <TextField
      label={label}
      value={text[name]}
      onChange={(value) => setText({ ...text, [name]: value })}
      hint={hint}
      mistake={mistakeOf(name) ?? (name === 'stock' ? mistakeOf('stockChange') : undefined)}
      inputMode={['points', 'perPerson'].includes(name) ? 'numeric' : 'text'}
    />
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const picture = await pictureId();
    if (picture === 'failed') return;
    const { name, description, points, perPerson, sponsor, counter } = text;
    const content = {
      ...{ name, description, points: whole(points), sponsor, counter, isOffered },
      ...{ perPerson: perPerson.trim() ? whole(perPerson) : null, ...(picture !== undefined && { photoId: picture }) },
    };
    const stock = whole(text.stock);
    const success = reward
      ? await send(UpdateRewardDocument, { input: { rewardId: reward.id, expectedVersion: reward.version, content, stockChange: stock } })
      : await send(CreateRewardDocument, { input: { content, stock } });
    if (!success) return;
    notify({ text: w.rewardSaved });
    onDone();
    onClose();
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
    <Sheet title={reward ? w.changeReward : w.newReward} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        {field('name', w.rewardName)}
        <PhotoField photo={photo} former={reward?.photo ?? null} onChange={setPhoto} onBroken={() => fail(w.photoBroken)} />
        {field('points', w.rewardPoints)}
        {field('stock', reward ? w.stockChange : w.stockNow, reward ? w.stockChangeHint(reward.stock) : undefined)}
        {field('perPerson', w.perPersonMost, w.perPersonHint)}
        {field('description', w.rewardDescription)}
        {field('sponsor', w.rewardSponsor, w.rewardSponsorHint)}
        {field('counter', w.rewardCounter)}
        <label className="check">
          <input type="checkbox" checked={isOffered} onChange={() => setOffered(!isOffered)} />
          <span>{w.offered}</span>
        </label>
        <Mistake text={problem || mistakeOf('photoId')} />
        <button type="submit" className="button button-main" disabled={isSending || isUploading}>
          {w.saveReward}
        </button>
      </form>
    </Sheet>
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
  const shell = useWords(shellWords);
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
        {w.rewardPhoto} <span className="note">{shell.optional}</span>
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
        <button type="button" className="button" onClick={() => input.current?.click()}>
          {w.choosePhoto}
        </button>
        {photo && (
          <button type="button" className="button" onClick={() => onChange(null)}>
            {w.removePhoto}
          </button>
        )}
      </div>
    </fieldset>
  );
}
