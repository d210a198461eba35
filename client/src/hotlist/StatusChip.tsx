// Where an issue stands: icon, word and colour together.

import type { HotIssueStatus } from '../generated/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { Tag } from '../ui/Tag.tsx';
import { words } from './words.ts';
import './status-chip.css';

const SHAPES: Record<Exclude<HotIssueStatus, 'OPEN'>, string> = {
  PATROLLING: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z',
  FIXING: 'M8 2a6 6 0 0 0 0 12Z',
  SOLVED: 'M3 8.5 6.5 12 13 4',
  DECLINED: 'M4 8h8',
};

const TONES = { PATROLLING: 'note', FIXING: 'wait', SOLVED: 'good', DECLINED: 'calm' } as const;

/** Nothing for an open issue: most are. */
export function StatusChip({ status }: { status: HotIssueStatus }) {
  const w = useWords(words);
  if (status === 'OPEN') return null;
  return (
    <Tag tone={TONES[status]}>
      <svg className={`chip chip-${status.toLowerCase()}`} viewBox="0 0 16 16" aria-hidden="true">
        {status === 'FIXING' && <circle cx="8" cy="8" r="6" />}
        <path d={SHAPES[status]} />
      </svg>
      {w.status[status]}
    </Tag>
  );
}
