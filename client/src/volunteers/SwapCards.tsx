// Places that change hands: what others ask me, what I have asked, and whom I could ask.
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  AnswerSwapDocument,
  AskSwapDocument,
  type SwapFragment,
  SwapPartnersDocument,
  type SwapShiftFragment,
  WithdrawSwapDocument,
} from '../generated/volunteers/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { clockTime, dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { swapWords } from './swap-words.ts';

/** What waits for an answer, mine or another's. */
export function SwapCards({ swaps, onChanged }: { swaps: readonly SwapFragment[]; onChanged: () => void }) {
  return swaps.map((swap) => <SwapCard key={swap.id} swap={swap} onChanged={onChanged} />);
}

function SwapCard({ swap: { id, isAsker, asker, other, shift, otherShift }, onChanged }: { swap: SwapFragment; onChanged: () => void }) {
  const w = useWords(swapWords);
  const { send, isSending, problem } = useSubmission();
  const when = useWhen();
  const answer = async (isAccepted: boolean) => {
    if (!(await send(AnswerSwapDocument, { input: { swapId: id, isAccepted } }))) return;
    notify({ text: isAccepted ? w.swapped : w.swapRefused });
    onChanged();
  };
  const withdraw = async () => {
    if (!(await send(WithdrawSwapDocument, { input: { swapId: id } }))) return;
    notify({ text: w.swapWithdrawn });
    onChanged();
  };
  return (
    <Card title={isAsker ? w.swapWaits(other?.name ?? '') : w.swapAskedBy(asker?.name ?? '')}>
      {shift && (
        <p>
          {otherShift && (isAsker ? w.yours : w.theirs)}
          <strong>{shift.title}</strong> <span className="numbers">{when(shift)}</span>
        </p>
      )}
      {otherShift && (
        <p>
          {isAsker ? w.theirs : w.yours}
          <strong>{otherShift.title}</strong> <span className="numbers">{when(otherShift)}</span>
        </p>
      )}
      <Mistake text={problem || undefined} />
      {isAsker ? (
        <Button label={w.swapWithdraw} disabled={isSending} onClick={withdraw} />
      ) : (
        <span className="button-row">
          <Button label={otherShift ? w.swapAgree : w.takeOver} kind="main" disabled={isSending} onClick={() => answer(true)} />
          <Button label={w.cannotCome} disabled={isSending} onClick={() => answer(false)} />
        </span>
      )}
    </Card>
  );
}

interface SheetProps {
  shiftId: string;
  /** Somebody waits for the place: leaving gives it to them, so nobody else is asked to take over. */
  isWaitedFor: boolean;
  onAsked: () => void;
  onClose: () => void;
}

/** Whom I could ask. */
export function SwapSheet({ shiftId, isWaitedFor, onAsked, onClose }: SheetProps) {
  const w = useWords(swapWords);
  const when = useWhen();
  const { send, isSending, problem } = useSubmission();
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [{ data }] = useQuery({ query: SwapPartnersDocument, variables: { id: shiftId }, requestPolicy: 'network-only' });
  const partners = data && ((data.node && 'swapPartners' in data.node && data.node.swapPartners) || []);
  const groups = [
    { title: w.swapExchange, act: w.askExchange, list: partners?.filter(({ shift }) => shift) },
    { title: w.swapFree, act: w.askTakeOver, list: isWaitedFor ? [] : partners?.filter(({ shift }) => !shift) },
  ];
  const question = async (volunteer: { id: string; name: string | null }, otherShiftId: string | undefined) => {
    if (!(await send(AskSwapDocument, { input: { shiftId, volunteerId: volunteer.id, otherShiftId } }))) return;
    setAsked([...asked, volunteer.id]);
    notify({ text: w.swapAsked(volunteer.name ?? '') });
    onAsked();
  };
  return (
    <Sheet title={w.swap} onClose={onClose}>
      <p className="note">{w.swapLead}</p>
      {!partners && <Skeleton width="100%" />}
      {partners?.length === 0 && <p>{w.swapNobody}</p>}
      <Mistake text={problem || undefined} />
      {groups.map(
        ({ title, act, list }) =>
          list &&
          list.length > 0 && (
            <section key={title} className="stack">
              <h3>{title}</h3>
              <Rows>
                {list.map(
                  ({ volunteer, shift }) =>
                    volunteer && (
                      <Row
                        key={`${volunteer.id} ${shift?.id}`}
                        end={
                          <Button
                            label={asked.includes(volunteer.id) ? w.askedAlready : act}
                            aria-label={`${act} ${volunteer.name}${shift ? ` ${when(shift)}` : ''}`}
                            disabled={isSending || asked.includes(volunteer.id)}
                            onClick={() => question(volunteer, shift?.id)}
                          />
                        }
                      >
                        {volunteer.name}
                        {shift && (
                          <span className="note numbers">
                            {shift.title} {when(shift)}
                          </span>
                        )}
                      </Row>
                    ),
                )}
              </Rows>
            </section>
          ),
      )}
    </Sheet>
  );
}

function useWhen(): (shift: SwapShiftFragment) => string {
  const { language } = usePreferences();
  return ({ startsAt, endsAt }) => `${dateTime(startsAt, language)}–${clockTime(Date.parse(endsAt))}`;
}
