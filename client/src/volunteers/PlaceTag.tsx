// Where I stand in a shift, in a few words.

import type { PlaceFragment } from '../generated/volunteers/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { Tag } from '../ui/Tag.tsx';
import { words } from './words.ts';

interface Props {
  shift: { cancelledAt: string | null; mySignup: PlaceFragment | null };
}

export function PlaceTag({ shift: { cancelledAt, mySignup } }: Props) {
  const w = useWords(words);
  if (cancelledAt) return <Tag tone="bad">{w.cancelled}</Tag>;
  if (!mySignup) return null;
  const { status, waitingBefore, attendance } = mySignup;
  if (status === 'WAITING') return <Tag tone="wait">{w.onList(waitingBefore ?? 0)}</Tag>;
  if (attendance?.outAt) return <Tag tone="good">{w.served(attendance.points ?? 0)}</Tag>;
  return <Tag tone="good">{attendance ? w.onDuty : w.joined}</Tag>;
}
