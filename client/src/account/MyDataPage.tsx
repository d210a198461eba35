// Everything held on me, to read, and to take away as JSON.
import { useState } from 'react';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { ExportMyDataDocument } from '../generated/account/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Facts } from '../ui/Facts.tsx';
import { Mistake } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { type Language, usePreferences, useWords } from '../ui/preferences.ts';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

type Held = Record<string, unknown>;

export default function MyDataPage() {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const [held, setHeld] = useState<Held | null>(null);
  const me = useMe();
  if (me && !me.myResident) return <SignInFirst whose="residents" />;
  return (
    <Page title={w.myData} lead={w.myDataLead}>
      {held ? (
        <>
          <Button label={w.download} kind="main" onClick={() => download(held)} />
          {Object.entries(held).map(([name, value]) => (
            <Card title={w.data[name] ?? name} key={name}>
              <Value value={value} />
            </Card>
          ))}
        </>
      ) : (
        <Button
          label={isSending ? w.exporting : w.show}
          kind="main"
          disabled={isSending}
          onClick={async () => setHeld(((await send(ExportMyDataDocument, {}))?.data as Held | undefined) ?? null)}
        />
      )}
      <Mistake text={problem || undefined} />
    </Page>
  );
}

/** Any value of the export as a person reads it: lists of facts, times as times. */
function Value({ value }: { value: unknown }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (Array.isArray(value)) {
    if (value.length === 0) return <p className="note">{w.nothing}</p>;
    return (
      <ol className="held">
        {value.map((item) => (
          <li key={JSON.stringify(item)}>
            <Value value={item} />
          </li>
        ))}
      </ol>
    );
  }
  if (value !== null && typeof value === 'object') {
    const shown = Object.entries(value).filter(([name]) => !FOR_PROGRAMS.has(name));
    return <Facts of={shown.map(([name, inner]) => [w.dataField[name] ?? name, plain(inner, w, language, name)])} />;
  }
  return <p>{plain(value, w, language)}</p>;
}

/** In the file that is taken away: nobody reads a place from them. */
const FOR_PROGRAMS = new Set(['longitude', 'latitude']);

/** @param name of the fact: some are one of a few words */
function plain(value: unknown, w: (typeof words)['zh'], language: Language, name = ''): string {
  const known: Record<string, Partial<Record<string, string>>> = {
    realNameStatus: w.realNameStatus,
    decision: w.decisions,
    purpose: w.purposes,
    action: w.actions,
  };
  const word = known[name]?.[enumName(String(value))];
  if (word) return word;
  if (value === null || value === undefined || value === '') return w.nothing;
  if (typeof value === 'boolean') return value ? w.yes : w.no;
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? dateTime(text, language) : text;
}

/** account.export → ACCOUNT_EXPORT, as the words are keyed. */
function enumName(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace('.', '_')
    .toUpperCase();
}

function download(held: Held): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: 'application/json' }));
  link.download = 'xieshou-my-data.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
