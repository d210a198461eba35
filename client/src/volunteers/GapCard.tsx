// A gap in a shift: whom its captain has asked, and whom they could ask.
import { useState } from 'react';
import { useQuery } from 'urql';
import { CandidatesDocument, InviteDocument, type ShiftInvitationAnswer } from '../generated/volunteers/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
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
    <Card>
      <h2 className="numbers">{w.gaps(gaps)}</h2>
      {invitations.length > 0 && (
        <Rows>
          {invitations.map(({ answer, volunteer }) => (
            <Row key={volunteer?.id} end={w.answers[answer]}>
              {volunteer?.name}
            </Row>
          ))}
        </Rows>
      )}
      {gaps > 0 && <Button label={w.invite} onClick={() => setInviting(true)} />}
      {isInviting && <InviteSheet shiftId={shiftId} onClose={() => setInviting(false)} />}
    </Card>
  );
}

function InviteSheet({ shiftId, onClose }: { shiftId: string; onClose: () => void }) {
  const w = useWords(swapWords);
  const submission = useSubmission();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [{ data }] = useQuery({ query: CandidatesDocument, variables: { id: shiftId }, requestPolicy: 'network-only' });
  const people = data && ((data.node && 'candidates' in data.node && data.node.candidates) || []);
  return (
    <FormSheet
      title={w.invite}
      act={w.inviteSend(chosen.length)}
      of={submission}
      isReady={chosen.length > 0}
      mistake={submission.mistakeOf('volunteerIds')}
      onSend={() => submission.send(InviteDocument, { input: { shiftId, volunteerIds: [...chosen] } })}
      says={w.invited(chosen.length)}
      onClose={onClose}
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
    </FormSheet>
  );
}
