// Where I stand in a shift, in a few words.
import { useWords } from '../app/preferences.ts';
import type { PlaceFragment } from '../generated/volunteers/graphql.ts';
import { words } from './words.ts';

interface Props {
  shift: { cancelledAt: string | null; mySignup: PlaceFragment | null };
}

export function PlaceTag({ shift: { cancelledAt, mySignup } }: Props) {
  const w = useWords(words);
  if (cancelledAt) return <span className="place-tag place-off">{w.cancelled}</span>;
  if (!mySignup) return null;
  const { status, waitingBefore, attendance } = mySignup;
  if (status === 'WAITING') return <span className="place-tag place-wait">{w.onList(waitingBefore ?? 0)}</span>;
  if (attendance?.outAt) return <span className="place-tag place-done">{w.served(attendance.points ?? 0)}</span>;
  return <span className="place-tag place-in">{attendance ? w.onDuty : w.joined}</span>;
}
