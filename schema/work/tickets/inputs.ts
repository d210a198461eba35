// What the inputs of mutations about tickets have in common, the right that they ask for, and what they give.
import { MOST_ATTACHMENTS } from '../../commons/files/store.ts';
import { checked, optional, plain, row, scalar, wrong } from '../../frame/inputs.ts';
import { gives } from '../../frame/mutation.ts';
import { Forbidden } from '../../frame/refusals.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { rightOn } from '../../frame/rights.ts';
import type { Action } from '../../modules.ts';
import { Ticket } from './graph.ts';
import { assigneeUnknown, filesWrong, refusals, ticketGone } from './refusals.ts';
import { readCandidates, type TicketRow } from './store.ts';
import { subjectOf } from './visibility.ts';

export const ticketNow = gives<{ ticket: TicketRow }>((t) => ({
  ticket: t.expose('ticket', { type: Ticket, description: '事件现在的样子 / The ticket as it is now' }),
}));

export const ticketId = row<TicketRow>('Ticket', '事件编号 / ID of the ticket', ticketGone);

export const expectedVersion = optional(
  scalar('Int', '所看到的版本；不同则不执行 / The version the act is based on; a different version is a conflict'),
);

/** The right to do something with the ticket of an input; who reads tickets is told why they may not. */
export const onTicket = (action: Action) =>
  rightOn(
    action,
    { typename: 'Ticket', field: 'ticketId', subjectOf, gone: ticketGone },
    { kind: Forbidden, refusal: refusals.mayNot, or: 'ticket.read' },
  );

/** Files that the caller has sent before: their row ids, each once. */
export const files = (says: string) =>
  checked(
    plain<readonly string[] | null | undefined>((t) => t.idList({ description: says })),
    (given) => {
      const ids = [...new Set(given ?? [])].map((id) => decodeIdOf('Attachment', id));
      if (ids.length > MOST_ATTACHMENTS) return wrong('TOO_MANY', filesWrong(MOST_ATTACHMENTS));
      return ids.includes(null) ? wrong('UNKNOWN', filesWrong(MOST_ATTACHMENTS)) : (ids as string[]);
    },
  );

/** Somebody who works on tickets and is here now; it may be left out. */
export const worker = (says: string) =>
  optional(
    checked(scalar('ID', says), async (given, { services: { pool } }) => {
      const id = decodeIdOf('Staff', given);
      const found = id ? (await readCandidates(pool, [])).find((candidate) => candidate.id === id) : undefined;
      return found ?? wrong('UNKNOWN', assigneeUnknown);
    }),
  );
