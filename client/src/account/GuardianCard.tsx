// Minors who name me as guardian and wait for a yes or no.
import { AgreeGuardianshipDocument, DeclineGuardianshipDocument, GuardianshipsDocument } from '../generated/account/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

export function GuardianCard() {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const { data, reread } = useRead({ query: GuardianshipsDocument });
  const answer = async (document: typeof AgreeGuardianshipDocument | typeof DeclineGuardianshipDocument, id: string, version: number) => {
    if (!(await send(document as typeof AgreeGuardianshipDocument, { id, version }))) return;
    notify({ text: document === AgreeGuardianshipDocument ? w.guardianAgreed : w.guardianRefused });
    reread();
  };
  if (!data?.guardianshipRequests.length) return null;
  return (
    <Card title={w.guardianTitle}>
      {data.guardianshipRequests.map(({ id, name, birthDate, address, version }) => (
        <div key={id} className="stack">
          <p>
            <strong>{w.guardianAsk(name, birthDate)}</strong>
            <br />
            <span className="note">{address}</span>
          </p>
          <div className="actions">
            <Button label={w.guardianYes} kind="main" disabled={isSending} onClick={() => answer(AgreeGuardianshipDocument, id, version)} />
            <Button label={w.guardianNo} disabled={isSending} onClick={() => answer(DeclineGuardianshipDocument, id, version)} />
          </div>
        </div>
      ))}
      <Mistake text={problem || undefined} />
    </Card>
  );
}
