// Everything held on me, to read, and to take away as JSON.
import { useState } from 'react';
import { useQuery } from 'urql';
import { type Language, usePreferences, useWords } from '../app/preferences.ts';
import { ExportMyDataDocument } from '../generated/account/graphql.ts';
import { MeDocument } from '../generated/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

type Held = Record<string, unknown>;

export default function MyDataPage() {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const [held, setHeld] = useState<Held | null>(null);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  if (me && !me.myResident) return <SignInFirst whose="residents" />;
  return (
    <div className="page">
      <header>
        <h1>{w.myData}</h1>
        <p className="note">{w.myDataLead}</p>
      </header>
      {held ? (
        <>
          <button type="button" className="button button-main" onClick={() => download(held)}>
            {w.download}
          </button>
          {Object.entries(held).map(([name, value]) => (
            <section key={name} className="card account-card">
              <h2>{w.data[name] ?? name}</h2>
              <Value value={value} />
            </section>
          ))}
        </>
      ) : (
        <button
          type="button"
          className="button button-main"
          disabled={isSending}
          onClick={async () => setHeld(((await send(ExportMyDataDocument, {}))?.data as Held | undefined) ?? null)}
        >
          {isSending ? w.exporting : w.show}
        </button>
      )}
      <Mistake text={problem || undefined} />
    </div>
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
    return (
      <dl className="facts">
        {Object.entries(value).map(([name, inner]) => (
          <div key={name} className="fact">
            <dt>{w.dataField[name] ?? name}</dt>
            <dd>{plain(inner, w, language, name)}</dd>
          </div>
        ))}
      </dl>
    );
  }
  return <p>{plain(value, w, language)}</p>;
}

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
