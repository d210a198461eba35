// The page of somebody who waits for help: who comes and when, 110 and the officer one press away, what to do meanwhile.
import { Check, Phone, Siren, Volume2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { NoteTicketDocument, type TicketDetailFragment } from '../generated/tickets/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { clockTime } from '../ui/time.ts';
import { useNow } from '../ui/useNow.ts';
import { useReadAloud } from '../ui/useReadAloud.ts';
import { AlarmTell } from './AlarmTell.tsx';
import { minutesLeft, stepsOf } from './alarm-progress.ts';
import { alarmWords } from './alarm-words.ts';
import { usePosting } from './usePosting.ts';
import './alarm-view.css';

const LOOK_EVERY_MS = 10_000;

interface Props {
  ticket: TicketDetailFragment;
  /** All else that is to know of the ticket. */
  children: ReactNode;
}

export function AlarmView({ ticket, children }: Props) {
  const w = useWords(alarmWords);
  const lead = useLead(ticket);
  const left = useTimeLeft(ticket);
  const isMisfire = ticket.lastEvents.some(({ text }) => MISFIRES.includes(text ?? ''));
  const { canSpeak, isOn, toggle } = useReadAloud([lead, left, isMisfire ? w.misfireTold : ''].filter(Boolean).join('。'));
  const [isAsking, setAsking] = useState(false);
  const { assignee, handlerPhone, expectedArrival } = ticket;
  return (
    <>
      <Card className="alarm-view">
        <h1 className="alarm-view-title">
          <Siren aria-hidden="true" /> {w.title}
        </h1>
        <div role="status" className="alarm-view-lead">
          <strong>{lead}</strong>
          {left && <strong className="alarm-view-left">{left}</strong>}
          {isMisfire && <p>{w.misfireTold}</p>}
        </div>
        <div className="alarm-calls">
          <a className="button button-red" href="tel:110">
            <Phone aria-hidden="true" /> {w.call110}
          </a>
          {handlerPhone && (
            <a className="button" href={`tel:${handlerPhone}`}>
              <Phone aria-hidden="true" /> {w.call(assignee?.title ?? w.somebody)}
            </a>
          )}
        </div>
        {left && left !== w.late && expectedArrival && <p className="note">{w.basis[expectedArrival.basis](expectedArrival.count)}</p>}
        <p>{w.staySafe}</p>
        <AlarmTell ticket={ticket} />
        <Progress ticket={ticket} />
        <div className="actions">
          {canSpeak && <Button label={isOn ? w.quiet : w.readAloud} icon={Volume2} isSmall aria-pressed={isOn} onClick={toggle} />}
          {!isMisfire && <Button label={w.misfire} isSmall onClick={() => setAsking(true)} />}
        </div>
      </Card>
      <details className="alarm-all">
        <summary className="button">{w.all}</summary>
        {children}
      </details>
      {isAsking && <MisfireSheet ticket={ticket} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Who has it, in a sentence. */
function useLead({ status, assignee, lastEvents }: TicketDetailFragment): string {
  const w = useWords(alarmWords);
  const who = assignee?.title ?? w.somebody;
  if (status === 'ON_SCENE') return w.there(who);
  if (status === 'EN_ROUTE') return w.onTheWay(who);
  if (status === 'ACCEPTED') return w.coming(who);
  return status === 'DISPATCHED' ? w.told([who, ...calledBeside(lastEvents)].join(w.comma)) : w.reached;
}

/** Who was called beside the one it was dispatched to, in order. */
function calledBeside(events: TicketDetailFragment['lastEvents']): string[] {
  const sent = events.find(({ kind }) => kind === 'DISPATCHED')?.seq ?? 0;
  return events.flatMap(({ kind, seq, text }) => (kind === 'CALLED' && seq > sent && text ? [text] : [])).toReversed();
}

/** How long it may still take; empty: nothing can be said. */
function useTimeLeft(ticket: TicketDetailFragment): string {
  const w = useWords(alarmWords);
  const left = minutesLeft(ticket, useNow(LOOK_EVERY_MS));
  if (!left) return '';
  if (left === 'late') return w.late;
  return left.low > 0 && left.low < left.high ? w.between(left.low, left.high) : w.within(left.high);
}

function Progress({ ticket }: { ticket: TicketDetailFragment }) {
  const w = useWords(alarmWords);
  return (
    <ol className="alarm-steps" aria-label={w.steps}>
      {stepsOf(ticket).map(({ step, isDone, at }) => (
        <li key={step} className={isDone ? 'alarm-step alarm-step-done' : 'alarm-step'}>
          <span className="alarm-tick" aria-hidden="true">
            {isDone && <Check />}
          </span>
          <span>{w.step[step]}</span>
          {isDone && <span className="visually-hidden">{w.done}</span>}
          {at && <span className="note numbers">{clockTime(Date.parse(at))}</span>}
        </li>
      ))}
    </ol>
  );
}

/** As it may have been said, in either language. */
const MISFIRES = Object.values(alarmWords).map(({ misfireSay }) => misfireSay);

/** That it was a mistake is told to whoever comes, who makes sure: nobody can be made to call help off. */
function MisfireSheet({ ticket, onClose }: { ticket: TicketDetailFragment; onClose: () => void }) {
  const w = useWords(alarmWords);
  const posting = usePosting();
  const input = { ticketId: ticket.id, text: w.misfireSay };
  return (
    <FormSheet
      title={w.misfire}
      act={w.misfireDo}
      of={posting}
      onSend={() => posting.post(NoteTicketDocument, { input, files: [], label: `${w.misfire} ${ticket.number}` })}
      says={() => w.misfireTold}
      onClose={onClose}
      canCancel
    >
      <p>{w.misfireHint}</p>
    </FormSheet>
  );
}
