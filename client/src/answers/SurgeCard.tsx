// For staff: a surge of votes that waits to be looked at, with its figures; or the way to flag one.
import { ShieldAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import {
  ClearSurgeDocument,
  ConfirmSurgeDocument,
  type FlagFragment,
  RaiseSurgeDocument,
  type WayFragment,
} from '../generated/answers/graphql.ts';
import { Mistake, TextArea } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function SurgeCard({ issue }: { issue: WayFragment }) {
  const w = useWords(words);
  const [isRaising, setRaising] = useState(false);
  const flags = issue.surgeFlags ?? [];
  const waiting = flags.find(({ status }) => status !== 'CLEARED');
  if (waiting) return <Waiting flag={waiting} mayDecide={issue.viewerCan.decideSurge} />;
  if (!issue.viewerCan.raiseSurge) return null;
  return (
    <p>
      <button type="button" className="link-button" onClick={() => setRaising(true)}>
        {w.raise}
      </button>
      {isRaising && <RaiseSheet hotIssueId={issue.id} onClose={() => setRaising(false)} />}
    </p>
  );
}

/** What the signs of a flag say, in sentences. */
export function Evidence({ flag: { evidence, isByHand, raisedFor } }: { flag: FlagFragment }) {
  const w = useWords(words);
  return (
    <ul className="surge-signs">
      {isByHand && <li>{w.byHand(raisedFor)}</li>}
      {evidence.map(({ sign, observed, votes, expected }) => (
        <li key={sign}>{w.signs[sign](observed, votes, Math.round(expected))}</li>
      ))}
    </ul>
  );
}

function Waiting({ flag, mayDecide }: { flag: FlagFragment; mayDecide: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const isOpen = flag.status === 'OPEN';
  return (
    <section className="card surge">
      <h2>
        <ShieldAlert className="surge-icon" aria-hidden="true" /> {isOpen ? w.frozen : w.confirmed}
      </h2>
      <Evidence flag={flag} />
      {flag.reason && (
        <p className="note">
          {flag.decidedAt && dateTime(flag.decidedAt, language)} {flag.reason}
        </p>
      )}
      {isOpen && <p className="note">{w.frozenHint}</p>}
      {mayDecide && (flag.isOwn ? <p className="note">{w.ownFlag}</p> : <Decide flag={flag} />)}
    </section>
  );
}

function Decide({ flag: { id, status } }: { flag: FlagFragment }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [reason, setReason] = useState('');
  const decide = async (document: typeof ClearSurgeDocument | typeof ConfirmSurgeDocument) => {
    if (await send(document as typeof ClearSurgeDocument, { input: { flagId: id, reason } })) notify({ text: w.done });
  };
  return (
    <div className="form">
      <TextArea
        label={w.reason}
        value={reason}
        onChange={setReason}
        placeholder={w.reasonPlaceholder}
        hint={w.reasonHint}
        mistake={mistakeOf('reason')}
      />
      <Mistake text={problem || undefined} />
      <div className="way-work">
        <button type="button" className="button" disabled={isSending} onClick={() => decide(ClearSurgeDocument)}>
          {w.clear}
        </button>
        {status === 'OPEN' && (
          <button type="button" className="button" disabled={isSending} onClick={() => decide(ConfirmSurgeDocument)}>
            {w.confirm}
          </button>
        )}
      </div>
    </div>
  );
}

function RaiseSheet({ hotIssueId, onClose }: { hotIssueId: string; onClose: () => void }) {
  const w = useWords(words);
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await send(RaiseSurgeDocument, { input: { hotIssueId, reason } })) onClose();
  };
  return (
    <Sheet title={w.raise} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p className="note">{w.raiseHint}</p>
        <TextArea label={w.reason} value={reason} onChange={setReason} hint={w.reasonHint} mistake={mistakeOf('reason')} />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.raise}
        </button>
      </form>
    </Sheet>
  );
}
