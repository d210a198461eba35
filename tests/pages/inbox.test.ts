// How the inbox groups what waits, by the clock on the wall.
import { describe, expect, it } from 'vitest';
import { groupOf } from '../../client/src/inbox/groups.ts';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute);
const group = (due: Date | null, now: Date) => groupOf(due?.toISOString() ?? null, now.getTime());

describe('the inbox', () => {
  it('calls overdue what was due until now, today what is due before midnight, and the rest later', () => {
    const now = at(28, 22, 30);
    expect(group(at(27, 10), now)).toBe('late');
    expect(group(now, now)).toBe('late');
    expect(group(at(28, 22, 31), now)).toBe('today');
    expect(group(at(28, 23, 59), now)).toBe('today');
    expect(group(at(29, 0), now)).toBe('later');
    expect(group(null, now)).toBe('later');
  });
});
