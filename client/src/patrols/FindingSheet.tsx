// Something found on a patrol becomes a ticket: a photo, what kind it is, sent.
import { useState } from 'react';
import { useQuery } from 'urql';
import { CategoriesDocument } from '../generated/graphql.ts';
import { CreateTicketDocument } from '../generated/tickets/graphql.ts';
import { CategoryTiles } from '../hotlist/CategoryTiles.tsx';
import { FilesField } from '../tickets/FilesField.tsx';
import { usePosting } from '../tickets/usePosting.ts';
import { SelectField, TextArea } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
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
  const { language } = usePreferences();
  const [{ data: catalogue }] = useQuery({ query: CategoriesDocument, requestPolicy: 'cache-first' });
  const posting = usePosting();
  const { mistakeOf } = posting;
  const [files, setFiles] = useState<readonly Blob[]>([]);
  const [category, setCategory] = useState(likely);
  const [description, setDescription] = useState('');
  const [pointId, setPointId] = useState(nearest ?? points[0]?.id ?? '');
  const kind = catalogue?.categories.find(({ code }) => code === category);
  const report = () => {
    if (!category) {
      posting.mark('category', w.chooseKind);
      return null;
    }
    const at = new Date().toISOString();
    const input = { category, description, patrol: { ...by, pointId, at } };
    return posting.post(CreateTicketDocument, { input, files, label: w.find });
  };
  return (
    <FormSheet
      title={w.find}
      act={[w.findingSend, kind && (language === 'zh' ? kind.nameZh : kind.nameEn)].filter(Boolean).join(' · ')}
      isLong
      of={posting}
      onSend={report}
      says={(received) => (received === 'kept' ? w.findingKept : w.findingSent(received.ticket.number))}
      onClose={onClose}
    >
      <FilesField files={files} onChange={setFiles} label={w.findingPhoto} mistake={mistakeOf('attachmentIds')} />
      <CategoryTiles
        value={category}
        onChange={(code) => {
          posting.clear();
          setCategory(code);
        }}
        mistake={mistakeOf('category')}
      />
      <SelectField label={w.findingPlace} value={pointId} onChange={setPointId} options={points.map(({ id, name }) => [id, name])} />
      <TextArea label={w.findingWords} value={description} onChange={setDescription} mistake={mistakeOf('description')} />
    </FormSheet>
  );
}
