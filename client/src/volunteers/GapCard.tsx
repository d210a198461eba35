// A gap in a shift: whom its captain has asked, and whom they could ask.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { CandidatesDocument, InviteDocument, type ShiftInvitationAnswer } from '../generated/volunteers/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { swapWords } from './swap-words.ts';
import { Ticks } from './Ticks.tsx';

interface Props {
  shiftId: string;
  gaps: number;
  invitations: readonly { answer: ShiftInvitationAnswer; volunteer: { id: string; name: string | null } | null }[];
}

export function GapCard({ shiftId, gaps, invitations }: Props) {
  const w = useWords(swapWords);
  const [isInviting, setInviting] = useState(false);
  return (
    <section className="card shift-facts">
      <h2 className="numbers">{w.gaps(gaps)}</h2>
      {invitations.length > 0 && (
        <ul className="shift-people">
          {invitations.map(({ answer, volunteer }) => (
            <li key={volunteer?.id}>
              <span>{volunteer?.name}</span>
              <span className="note">{w.answers[answer]}</span>
            </li>
          ))}
        </ul>
      )}
      {gaps > 0 && (
        <button type="button" className="button" onClick={() => setInviting(true)}>
          {w.invite}
        </button>
      )}
      {isInviting && <InviteSheet shiftId={shiftId} onClose={() => setInviting(false)} />}
    </section>
  );
}

function InviteSheet({ shiftId, onClose }: { shiftId: string; onClose: () => void }) {
  const w = useWords(swapWords);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [{ data }] = useQuery({ query: CandidatesDocument, variables: { id: shiftId }, requestPolicy: 'network-only' });
  const people = data && ((data.node && 'candidates' in data.node && data.node.candidates) || []);
  const invite = async () => {
    if (!(await send(InviteDocument, { input: { shiftId, volunteerIds: [...chosen] } }))) return;
    notify({ text: w.invited(chosen.length) });
    onClose();
  };
  return (
    <Sheet title={w.invite} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void invite();
        }}
      >
        <p className="note">{w.inviteLead}</p>
        {!people && <Skeleton width="100%" />}
        {people?.length === 0 && <p>{w.inviteNobody}</p>}
        {people && people.length > 0 && (
          <Ticks
            legend={w.inviteWhom}
            names={Object.fromEntries(people.map(({ id, name }) => [id, name ?? '']))}
            chosen={chosen}
            onChange={setChosen}
          />
        )}
        <Mistake text={problem || mistakeOf('volunteerIds')} />
        <button type="submit" className="button button-main" disabled={isSending || chosen.length === 0}>
          {w.inviteSend(chosen.length)}
        </button>
      </form>
    </Sheet>
  );
}
