// For staff: a surge of votes that waits to be looked at, with its figures; or the way to flag one.
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import {
  ClearSurgeDocument,
  ConfirmSurgeDocument,
  type FlagFragment,
  RaiseSurgeDocument,
  type WayFragment,
} from '../generated/answers/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake, TextArea } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { dateTime } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
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
      <Button label={w.raise} kind="link" onClick={() => setRaising(true)} />
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
    <Card className="surge">
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
    </Card>
  );
}

function Decide({ flag: { id, status } }: { flag: FlagFragment }) {
  const w = useWords(words);
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
        <Button label={w.clear} disabled={isSending} onClick={() => decide(ClearSurgeDocument)} />
        {status === 'OPEN' && <Button label={w.confirm} disabled={isSending} onClick={() => decide(ConfirmSurgeDocument)} />}
      </div>
    </div>
  );
}

function RaiseSheet({ hotIssueId, onClose }: { hotIssueId: string; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm({ reason: '' });
  return (
    <FormSheet
      title={w.raise}
      act={w.raise}
      of={form}
      onSend={() => form.send(RaiseSurgeDocument, { input: { hotIssueId, ...form.values } })}
      onClose={onClose}
    >
      <p className="note">{w.raiseHint}</p>
      <TextArea label={w.reason} {...form.field('reason')} hint={w.reasonHint} />
    </FormSheet>
  );
}
