// Rows that are requests of the past, with what became of them.
import type { TicketStatus } from '../../prisma/client/enums.ts';
import { badTime, type Cell, firstMistake, hasControl, pointOf } from './rows.ts';
import { parseTime } from './times.ts';

export interface TicketRow {
  rowId: string;
  at: Date;
  category: string;
  /** Null: neither the file nor a boundary says. */
  district: string | null;
  point: { longitude: number; latitude: number } | null;
  address: string;
  description: string;
  /** Null: it is open still. */
  outcome: { status: TicketStatus; endedAt: Date } | null;
}

const LONGEST = { category: 80, address: 120, description: 2000 } as const;

/** What cities write for a request that has ended, compared without case. */
const ENDED = /^(completed|complete|closed|resolved|done|fixed|archived|已办结|已完成|办结)$/i;
const OPEN = /^(open|new|in progress|pending|submitted|assigned|未办结|处理中|)$/i;
/** "Completed - Dup": the same trouble as another request. Which one, the file does not say. */
const DUPLICATE = /-\s*dup(licate)?$/i;

/** A 311 request as a ticket: dates and outcome are the file's. */
export function ticketRow(cell: Cell, _line: number, timeZone: string): TicketRow | string {
  const [rowId, category, status] = [cell('requestId'), cell('category'), cell('status')];
  const [address, description, district] = [cell('address'), cell('description'), cell('district')];
  const at = parseTime(cell('at'), timeZone);
  const completed = cell('completed') ? parseTime(cell('completed'), timeZone) : null;
  const isDuplicate = DUPLICATE.test(status);
  const word = status.replace(DUPLICATE, '').trimEnd();
  const point = pointOf(cell('longitude'), cell('latitude'));
  const mistake = firstMistake(
    [rowId === '', 'has no request id'],
    [category === '', 'has no category'],
    [at === null, badTime(cell('at'))],
    [at !== null && at > new Date(), 'was made in the future'],
    [cell('completed') !== '' && completed === null, badTime(cell('completed'))],
    [at !== null && completed !== null && completed < at, 'was completed before it was made'],
    [!ENDED.test(word) && !OPEN.test(word), `has the status ${JSON.stringify(status)}, which is neither open nor completed`],
    [ENDED.test(word) && completed === null, 'is completed, but has no date of completion'],
    [typeof point === 'string', String(point)],
    [category.length > LONGEST.category, `has a category of more than ${LONGEST.category} characters`],
    [address.length > LONGEST.address, `has an address of more than ${LONGEST.address} characters`],
    [description.length > LONGEST.description, `has a description of more than ${LONGEST.description} characters`],
    [hasControl(rowId + category + district + address + description.replace(/\s/g, ' ')), 'holds control characters'],
  );
  if (mistake || !at || typeof point === 'string') return mistake ?? badTime(cell('at'));
  const endedAt = completed ?? at;
  const outcome = isDuplicate
    ? ({ status: 'MERGED', endedAt } as const)
    : ENDED.test(word)
      ? ({ status: 'CLOSED', endedAt } as const)
      : null;
  return { rowId, at, category, district: district || null, point, address, description, outcome };
}
