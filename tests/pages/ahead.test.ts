// How a report goes on, as whoever made it is shown.
import { describe, expect, it } from 'vitest';
import { currentOf, nextOf, reachedBy, STAGES } from '../../client/src/tickets/ahead.ts';
import { TicketStatus } from '../../prisma/client/enums.ts';

const REPORT = (status: TicketStatus) => ({ status });

describe('a report ahead', () => {
  it('goes through five stages, each with the next, and ends when it is confirmed', () => {
    const way = ['SUBMITTED', 'DISPATCHED', 'ACCEPTED', 'RESOLVED', 'CLOSED'] as const;
    expect(way.map(reachedBy)).toEqual([1, 2, 3, 4, 5]);
    expect(way.map(nextOf)).toEqual([...STAGES.slice(1), null]);
  });

  it('knows every status: on the way, or off it', () => {
    const off = Object.values(TicketStatus).filter((status) => reachedBy(status) === null);
    expect(off).toEqual(['REJECTED', 'MERGED', 'CANCELLED']);
    expect(off.map(nextOf)).toEqual([null, null, null]);
  });

  it('shown is the latest that goes on, else the latest', () => {
    expect(currentOf(['CLOSED', 'ACCEPTED', 'SUBMITTED'].map((status) => REPORT(status as TicketStatus)))).toEqual(REPORT('ACCEPTED'));
    expect(currentOf(['REJECTED', 'CLOSED'].map((status) => REPORT(status as TicketStatus)))).toEqual(REPORT('REJECTED'));
    expect(currentOf([])).toBeUndefined();
  });
});
