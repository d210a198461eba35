// Something found on a patrol becomes a ticket: a photo, what kind it is, sent.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { CategoriesDocument } from '../generated/graphql.ts';
import { CreateTicketDocument } from '../generated/tickets/graphql.ts';
import { CategoryTiles } from '../hotlist/CategoryTiles.tsx';
import { FilesField } from '../tickets/FilesField.tsx';
import { usePosting } from '../tickets/usePosting.ts';
import { Mistake, SelectField, TextArea } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { walkWords } from './walk-words.ts';
import type { WalkedBy } from './walked-by.ts';
import '../tickets/tickets.css';

interface Props {
  by: WalkedBy;
  points: readonly { id: string; name: string }[];
  /** Where I am, as far as is known. */
  pointId: string | null;
  /** What it will be about, most likely; empty: anything. */
  category: string;
  onClose: () => void;
}

export function FindingSheet({ by, points, pointId: nearest, category: likely, onClose }: Props) {
  const w = useWords(walkWords);
  const { notify } = useSurroundings();
  const { language } = usePreferences();
  const [{ data: catalogue }] = useQuery({ query: CategoriesDocument, requestPolicy: 'cache-first' });
  const { post, isSending, problem, mistakeOf, mark, clear } = usePosting();
  const [files, setFiles] = useState<readonly Blob[]>([]);
  const [category, setCategory] = useState(likely);
  const [description, setDescription] = useState('');
  const [pointId, setPointId] = useState(nearest ?? points[0]?.id ?? '');
  const kind = catalogue?.categories.find(({ code }) => code === category);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!category) return mark('category', w.chooseKind);
    const at = new Date().toISOString();
    const received = await post(CreateTicketDocument, {
      input: { category, description, patrol: { ...by, pointId, at } },
      files,
      label: w.find,
    });
    if (!received) return;
    notify({ text: received === 'kept' ? w.findingKept : w.findingSent(received.ticket.number) });
    onClose();
  };
  return (
    <Sheet title={w.find} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <FilesField files={files} onChange={setFiles} label={w.findingPhoto} mistake={mistakeOf('attachmentIds')} />
        <CategoryTiles
          value={category}
          onChange={(code) => {
            clear();
            setCategory(code);
          }}
          mistake={mistakeOf('category')}
        />
        <SelectField label={w.findingPlace} value={pointId} onChange={setPointId}>
          {points.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextArea label={w.findingWords} value={description} onChange={setDescription} mistake={mistakeOf('description')} />
        <div className="sheet-foot">
          <Mistake text={problem || undefined} />
          <button type="submit" className="button button-main" disabled={isSending}>
            {[w.findingSend, kind && (language === 'zh' ? kind.nameZh : kind.nameEn)].filter(Boolean).join(' · ')}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
