// The mutation of an act of the life cycle. All go the same way: right, lock, version, table, event, commit.

import { areLoose, attach, MOST_ATTACHMENTS } from '../../commons/files/store.ts';
import { may } from '../../frame/access/may.ts';
import { actorOf } from '../../frame/actor.ts';
import type { Context } from '../../frame/context.ts';
import type { InputFields, ValuesOf } from '../../frame/inputs.ts';
import { mutation } from '../../frame/mutation.ts';
import { Conflict, Invalid, isRefusal, type Refusal } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { expectedVersion, onTicket, ticketId, ticketNow } from './inputs.ts';
import { appendEvents, isTold, passFollowersOn, saveState } from './journal.ts';
import { type Act, type ActKind, isAllowed, isOpen, LIFE_CYCLE, perform } from './life-cycle.ts';
import { ticketLoader } from './loaders.ts';
import { refusals, Transition } from './refusals.ts';
import { lockTickets, readTickets, type TicketRow } from './store.ts';
import { TICKETS_TOPIC } from './topics.ts';
import { subjectOf } from './visibility.ts';

/** The act that an input means, or what is wrong with it. */
export type MaybeAct = Act | Refusal<'ValidationError'>;

interface Declared<Fields extends InputFields> {
  says: string;
  done: string;
  /** Beside the ticket and the version that was seen. */
  input: Fields;
  /** From the input to the act, before anything is locked. */
  toAct(input: ValuesOf<Fields>, ticket: TicketRow, context: Context): MaybeAct | Promise<MaybeAct>;
}

/** Declares the mutation `ticket<Name>`. Files that come with it are its field `attachmentIds`. */
export function act<const Fields extends InputFields>(
  kind: ActKind,
  Name: string,
  { toAct, input: fields, ...declared }: Declared<Fields>,
): void {
  const { right } = LIFE_CYCLE[kind];
  if (!right) throw new Error(`${kind} is done by time, not by a mutation`);
  mutation(`ticket${Name}`, {
    ...declared,
    may: onTicket(right),
    input: { ticketId, expectedVersion, ...(fields as InputFields) },
    gives: ticketNow,
    refuses: [Invalid, Conflict, Transition],
    do({ ticketId: ticket, expectedVersion: seenVersion, ...input }, context) {
      const seen = ticket as TicketRow;
      const { attachmentIds: attached = [] } = input as { attachmentIds?: readonly string[] };
      const given = { seenVersion: seenVersion as number | null | undefined, attached };
      return carryOut(seen, given, () => toAct(input as ValuesOf<Fields>, seen, context), context);
    },
  });
}

/** What comes with every act. */
interface Given {
  seenVersion: number | null | undefined;
  attached: readonly string[];
}

type Done = { ticket: TicketRow } | Refusal<'NotFoundError' | 'ForbiddenError' | 'ConflictError' | 'TransitionError' | 'ValidationError'>;

async function carryOut(seen: TicketRow, given: Given, toAct: () => MaybeAct | Promise<MaybeAct>, context: Context): Promise<Done> {
  const { services } = context;
  // Done already, by a request that died before its answer: the ticket has moved on by it.
  if (await isRepeat(services.pool, context)) return { ticket: seen };
  if (given.seenVersion != null && given.seenVersion !== seen.version) return refusals.changed(seen);
  const wanted = await toAct();
  if (isRefusal(wanted)) return wanted;
  const done = await inTransaction<Done>(services.pool, (client) => performOn(client, seen.id, wanted, given, context));
  if (isRefusal(done)) return done;
  ticketLoader(context).clear(seen.id).prime(seen.id, done.ticket);
  services.live.touch([TICKETS_TOPIC]);
  return done;
}

type Client = Parameters<typeof lockTickets>[0];

/** Whether this very request has done its act before. */
const isRepeat = async (db: Parameters<typeof isTold>[0], { hasRequestKey, requestUuid }: Context) =>
  hasRequestKey && (await isTold(db, requestUuid));

/** Why an act may not be done to a locked ticket at this moment; null: it may. */
export function refusalNow(ticket: TicketRow, kind: ActKind, seenVersion: number | null | undefined, context: Context, now: Date) {
  const { right } = LIFE_CYCLE[kind];
  if (!may(context, 'ticket.read', subjectOf(ticket))) return refusals.notFound;
  // The right of this moment: the ticket may have been handed to somebody else.
  if (!right || !may(context, right, subjectOf(ticket))) return refusals.mayNot;
  if (seenVersion != null && seenVersion !== ticket.version) return refusals.changed(ticket);
  return isAllowed(kind, ticket, now) ? null : refusals.impossible(ticket);
}

/** Does an act under the lock, if it may still be done. */
async function performOn(client: Client, id: string, wanted: Act, { seenVersion, attached }: Given, context: Context): Promise<Done> {
  const { tickets, now } = await lockTickets(client, wanted.kind === 'merge' ? [id, wanted.intoId] : [id]);
  const before = tickets.get(id);
  if (!before) return refusals.notFound;
  if (await isRepeat(client, context)) return { ticket: before };
  const refusal = refusalNow(before, wanted.kind, seenVersion, context, now);
  if (refusal) return refusal;
  const { ticket, event } = perform(wanted, before, now, context.services.settings.sla);
  const told = { id: context.requestUuid, ticketId: id, seq: ticket.lastSeq, event, actor: actorOf(context.viewer), at: now };
  const entries: Parameters<typeof appendEvents>[1][number][] = [told];
  const survivor = wanted.kind === 'merge' ? tickets.get(wanted.intoId) : null;
  if (wanted.kind === 'merge' && !(survivor && isOpen(survivor.status))) return refusals.mergeIntoEnded;
  if (!(await areLoose(client, context.viewer, attached, id))) return refusals.filesUnknown(MOST_ATTACHMENTS);
  await saveState(client, id, ticket);
  await attach(client, context.viewer, attached, id, ticket.lastSeq);
  if (survivor) {
    await passFollowersOn(client, id, survivor.id);
    await saveState(client, survivor.id, { ...survivor, lastSeq: survivor.lastSeq + 1 });
    const absorbed = {
      kind: 'ABSORBED',
      fromStatus: survivor.status,
      toStatus: survivor.status,
      detail: { fromId: id, fromNumber: before.number },
    } as const;
    entries.push({ ticketId: survivor.id, seq: survivor.lastSeq + 1, event: absorbed, actor: actorOf(context.viewer), at: now });
  }
  await appendEvents(client, entries);
  return { ticket: (await readTickets(client, [id]))[0] as TicketRow };
}
