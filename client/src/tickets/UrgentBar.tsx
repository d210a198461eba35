// A P1 finds people: on every page of whoever may handle it, a red bar, a sound and a title that calls, until somebody accepts.
import { Siren } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Link, useLocation } from 'wouter';
import { useConnection } from '../app/connection.ts';
import { usePreferences, useWords } from '../app/preferences.ts';
import { markTitle, soundAlarm, useSound } from '../dispatch/alarm-sound.ts';
import { UrgentDocument, UrgentNewsDocument } from '../generated/tickets/graphql.ts';
import { words } from './words.ts';
import './urgent-bar.css';

/** It calls again this often, until somebody accepts. */
const CALL_EVERY_MS = 20_000;
/** Duties begin and end without an event. */
const ANEW_EVERY_MS = 60_000;
const VIBRATION_MS = [400, 200, 400, 200, 400];

export default function UrgentBar() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [path] = useLocation();
  const urgent = useUrgent();
  const first = urgent[0];
  const what = first && (first.source === 'ALARM' ? w.alarm : language === 'zh' ? first.category.nameZh : first.category.nameEn);
  const where = first?.grid?.name ?? w.noGrid;
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

  if (!first) return null;
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
      <Link className="button button-small urgent-go" href={`/tickets/${first.id}`} aria-label={w.urgentGoLabel(first.number)}>
        {w.urgentGo}
      </Link>
    </div>
  );
}

/** Urgent tickets that nobody has accepted, the nearest deadline first, live. */
function useUrgent() {
  const [{ data }, reread] = useQuery({ query: UrgentDocument, requestPolicy: 'network-only' });
  const [{ data: news }] = useSubscription({ query: UrgentNewsDocument });
  const { state } = useConnection();
  const urgent = data?.tickets.edges.map(({ node }) => node) ?? [];
  const event = news?.ticketEvents;
  const isAbout = event && (event.ticket.priority === 'P1' || urgent.some(({ id }) => id === event.ticket.id));
  const sequence = isAbout ? event.sequence : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each event about one, and when the connection is there again
  useEffect(() => {
    reread({ requestPolicy: 'network-only' });
    const timer = setInterval(() => reread({ requestPolicy: 'network-only' }), ANEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [sequence, state === 'live', reread]);
  return urgent;
}
