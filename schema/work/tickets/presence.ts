// Who looks at a ticket at this moment, so that two do not work on it without knowing. A row a screen, in the database:
// several servers see the same people, and one that is killed leaves rows that nobody renews.
import { v7 as uuid } from 'uuid';
import { staffOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { visibleNode } from '../../frame/relay/graph.ts';
import type { Services } from '../../frame/services.ts';
import { speechOf } from '../../frame/speech.ts';
import { ticketGone } from './refusals.ts';
import { readTickets, type TicketRow } from './store.ts';
import { subjectOf } from './visibility.ts';

const RENEW_MS = 20_000;
/** A row that nobody has renewed for so long belongs to a screen that is gone. */
const GONE_AFTER = `interval '50 seconds'`;

const topicOf = (ticketId: string) => `presence:${ticketId}`;

interface Onlooker {
  title: string;
  since: Date;
}

const TicketViewer = builder.objectRef<Onlooker>('TicketViewer').implement({
  description: '正在看这个事件的工作人员 / A staff member who has the ticket open',
  fields: (t) => ({
    title: t.exposeString('title', { description: '称呼，如 李警官 / Title, as residents address them' }),
    since: t.expose('since', { type: 'DateTime', description: '何时打开 / Open since' }),
  }),
});

builder.subscriptionField('ticketViewers', (t) =>
  t.field({
    type: [TicketViewer],
    description:
      '谁正在看这个事件（不含自己）；订阅期间别人也看得到自己 / Others who have the ticket open; while subscribed, the viewer is visible to them',
    authScopes: { may: 'ticket.watch' },
    args: { ticketId: t.arg.id({ required: true, description: '事件编号 / ID of the ticket' }) },
    subscribe: async (_root, { ticketId }, context) => {
      const { staffId } = staffOf(context);
      const ticket = await visibleNode<TicketRow>('Ticket', ticketId, context);
      if (!ticket) throw problem('NOT_FOUND', ticketGone(speechOf(context)));
      return onlookers(ticket.id, staffId, context);
    },
    resolve: (people) => people,
  }),
);

async function onlookers(ticketId: string, staffId: string, context: Context): Promise<AsyncIterableIterator<Onlooker[]>> {
  const { pool, live } = context.services;
  const leave = await appear(context.services, ticketId, staffId);
  const changes = live.watch(topicOf(ticketId));
  let last = '';
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await changes.return?.();
    await leave();
    return { done: true, value: undefined };
  };
  const people: AsyncIterableIterator<Onlooker[]> = {
    async next() {
      for (;;) {
        const { done } = await changes.next();
        const [ticket] = done ? [] : await readTickets(pool, [ticketId]);
        if (!ticket || !may(context, 'ticket.read', subjectOf(ticket))) return end(); // it may have gone to another grid
        const found = await readOnlookers(pool, ticketId, staffId);
        const state = JSON.stringify(found);
        if (state === last) continue;
        last = state;
        return { done: false, value: found };
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return people;
}

/** Others see the person until the answer is called; once. */
async function appear({ pool, live, log }: Pick<Services, 'pool' | 'live' | 'log'>, ticketId: string, staffId: string) {
  const id = uuid();
  await pool.query('/* presence.appear */ INSERT INTO ticket_presence (id, ticket_id, staff_id) VALUES ($1, $2, $3)', [
    id,
    ticketId,
    staffId,
  ]);
  live.touch([topicOf(ticketId)]);
  const timer = setInterval(() => {
    // Looks anew as well: whoever is gone without a word is seen to be gone.
    pool
      .query('/* presence.renew */ UPDATE ticket_presence SET seen_at = now() WHERE id = $1', [id])
      .then(() => live.touch([topicOf(ticketId)]))
      .catch((error) => log.warn({ err: error }, 'a presence could not be renewed'));
  }, RENEW_MS);
  timer.unref();
  let isGone = false;
  return async () => {
    if (isGone) return;
    isGone = true;
    clearInterval(timer);
    await pool
      .query('/* presence.leave */ DELETE FROM ticket_presence WHERE id = $1', [id])
      .catch((error) => log.warn({ err: error }, 'a presence could not be taken away: it ends by itself'));
    live.touch([topicOf(ticketId)]);
  };
}

async function readOnlookers(pool: Services['pool'], ticketId: string, exceptId: string): Promise<Onlooker[]> {
  const { rows } = await pool.query<Onlooker>(
    `/* presence.read */ SELECT s.title, min(p.since) AS since FROM ticket_presence p JOIN staff_profile s ON s.id = p.staff_id
     WHERE p.ticket_id = $1 AND p.staff_id <> $2 AND p.seen_at > now() - ${GONE_AFTER} GROUP BY s.id, s.title ORDER BY 2, s.id`,
    [ticketId, exceptId],
  );
  return rows;
}
