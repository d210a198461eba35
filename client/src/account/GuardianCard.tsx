// Minors who name me as guardian and wait for a yes or no.
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { AgreeGuardianshipDocument, DeclineGuardianshipDocument, GuardianshipsDocument } from '../generated/account/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

export function GuardianCard() {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [{ data }, refetch] = useQuery({ query: GuardianshipsDocument });
  const answer = async (document: typeof AgreeGuardianshipDocument | typeof DeclineGuardianshipDocument, id: string, version: number) => {
    if (!(await send(document as typeof AgreeGuardianshipDocument, { id, version }))) return;
    notify({ text: document === AgreeGuardianshipDocument ? w.guardianAgreed : w.guardianRefused });
    refetch({ requestPolicy: 'network-only' });
  };
  if (!data?.guardianshipRequests.length) return null;
  return (
    <section className="card account-card">
      <h2>{w.guardianTitle}</h2>
      {data.guardianshipRequests.map(({ id, name, birthDate, address, version }) => (
        <div key={id} className="account-card">
          <p>
            <strong>{w.guardianAsk(name, birthDate)}</strong>
            <br />
            <span className="note">{address}</span>
          </p>
          <div className="actions">
            <button
              type="button"
              className="button button-main"
              disabled={isSending}
              onClick={() => void answer(AgreeGuardianshipDocument, id, version)}
            >
              {w.guardianYes}
            </button>
            <button
              type="button"
              className="button"
              disabled={isSending}
              onClick={() => void answer(DeclineGuardianshipDocument, id, version)}
            >
              {w.guardianNo}
            </button>
          </div>
        </div>
      ))}
      <Mistake text={problem || undefined} />
    </section>
  );
}
