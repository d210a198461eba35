// A P1 finds people: on every page of whoever may handle it, a red bar, a sound and a title that calls, until somebody accepts.
import { Check, Siren } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSubscription } from 'urql';
import { Link, useLocation } from 'wouter';
import { markTitle, soundAlarm, useSound } from '../dispatch/alarm-sound.ts';
import { AcceptTicketDocument, UrgentTicketsDocument, type UrgentTicketsSubscription } from '../generated/tickets/graphql.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { fromHere } from './accepting.ts';
import { usePosting } from './usePosting.ts';
import { words } from './words.ts';
import './urgent-bar.css';

/** It calls again this often, until somebody accepts. */
const CALL_EVERY_MS = 20_000;
const VIBRATION_MS = [400, 200, 400, 200, 400];
/** How long it is said who has accepted one. */
const TAKEN_MS = 10_000;

type Urgent = UrgentTicketsSubscription['urgentTickets'][number];

export default function UrgentBar() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [path] = useLocation();
  const { urgent, taken } = useUrgent();
  const first = urgent[0];
  const what = first && (first.source === 'ALARM' ? w.alarm : language === 'zh' ? first.category.nameZh : first.category.nameEn);
  const where = first?.place?.sentence ?? w.noGrid;
  const isOnScreen = first !== undefined && path === `/tickets/${first.id}`;

  const { isOn } = useSound();
  const heardOf = useRef(new Set<string>());
  const ids = urgent.map(({ id }) => id).join();
  useEffect(() => {
    if (!ids) return;
    const call = () => {
      soundAlarm();
      navigator.vibrate?.(VIBRATION_MS);
    };
    const all = ids.split(',');
    if (all.some((id) => !heardOf.current.has(id))) call();
    heardOf.current = new Set(isOn ? all : []); // the first press on a page lets it sound
    if (isOnScreen) return;
    const again = setInterval(call, CALL_EVERY_MS);
    return () => clearInterval(again);
  }, [ids, isOn, isOnScreen]);
  const mark = first ? w.urgentTitle(what ?? '', where) : '';
  useEffect(() => markTitle(mark), [mark]);
  useEffect(() => {
    void navigator.setAppBadge?.(urgent.length).catch(() => {}); // 0 takes it away; not every browser has one
  }, [urgent.length]);

  const { accept, isSending, problem, accepted } = useAccepting();
  if (!first) return taken && !accepted.has(taken.id) ? <Taken ticket={taken} /> : null;
  return (
    <div className="urgent" role="alert">
      <Siren aria-hidden="true" />
      <Link className="urgent-one" href={`/tickets/${first.id}`}>
        <strong>P1 {what}</strong> <span className="urgent-where">{where}</span>{' '}
        <span className="numbers urgent-number">{first.number}</span>
      </Link>
      {urgent.length > 1 && (
        <Link className="urgent-more" href="/tickets">
          {w.urgentMore(urgent.length - 1)}
        </Link>
      )}
      {problem && <span className="urgent-problem">{problem}</span>}
      {first.viewerCan.includes('ACCEPT') ? (
        <Button
          label={w.acts.ACCEPT}
          isSmall
          className="urgent-go"
          disabled={isSending}
          aria-label={w.urgentAcceptLabel(first.number)}
          onClick={() => accept(first)}
        />
      ) : (
        <LinkButton
          label={w.urgentGo}
          isSmall
          className="urgent-go"
          href={`/tickets/${first.id}`}
          aria-label={w.urgentGoLabel(first.number)}
        />
      )}
    </div>
  );
}

/** One press: accepted, from where the phone is if it may say so. */
function useAccepting() {
  const w = useWords(words);
  const [, navigate] = useLocation();
  const { post, isSending, problem } = usePosting();
  /** By this page: of them it is not said who has them. */
  const accepted = useRef(new Set<string>());
  const isPressed = useRef(false);
  const accept = async ({ id, number, version }: Urgent) => {
    if (isPressed.current) return; // a second tap
    isPressed.current = true;
    accepted.current.add(id);
    const input = { ticketId: id, expectedVersion: version, ...(await fromHere()) };
    const posted = await post(AcceptTicketDocument, { input, files: [], label: `${w.acts.ACCEPT} ${number}` });
    isPressed.current = false;
    if (!posted) accepted.current.delete(id);
    else {
      const action = { label: w.urgentOpen, run: () => navigate(`/tickets/${id}`) };
      notify({ text: posted === 'kept' ? w.kept : w.urgentAccepted(number), action });
    }
  };
  return { accept, isSending, problem, accepted: accepted.current };
}

/** Nobody else has to hurry any more: who has it. */
function Taken({ ticket: { id, number, assignee } }: { ticket: Urgent }) {
  const w = useWords(words);
  return (
    <div className="urgent urgent-taken" role="status">
      <Check aria-hidden="true" />
      <Link className="urgent-one" href={`/tickets/${id}`}>
        {w.urgentTaken(assignee?.title ?? '', number)}
      </Link>
    </div>
  );
}

/** Urgent tickets that nobody has accepted, the nearest deadline first, live; and the one that somebody has just accepted. */
function useUrgent() {
  const [{ data }] = useSubscription({ query: UrgentTicketsDocument });
  const [taken, setTaken] = useState<Urgent | null>(null);
  const waited = useRef(new Set<string>());
  const urgent = data?.urgentTickets.filter(({ status }) => status !== 'ACCEPTED') ?? [];
  useEffect(() => {
    if (!data) return;
    const known = waited.current;
    waited.current = new Set(data.urgentTickets.filter(({ status }) => status !== 'ACCEPTED').map(({ id }) => id));
    const accepted = data.urgentTickets.find(({ id, status }) => status === 'ACCEPTED' && known.has(id));
    if (accepted) setTaken(accepted);
  }, [data]);
  useEffect(() => {
    if (!taken) return;
    const timer = setTimeout(() => setTaken(null), TAKEN_MS);
    return () => clearTimeout(timer);
  }, [taken]);
  return { urgent, taken };
}
