// Every event of the tickets a viewer may see, in order, from where they stopped.
import { may } from '../../frame/access/may.ts';
import { builder } from '../../frame/builder.ts';
import { readInTheEnd } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { wordsIn } from '../../frame/errors/words.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { PriorityEnum } from './enums.ts';
import type { EventTail, Reader, TicketNews } from './event-tail.ts';
import { TicketEvent } from './graph.ts';
import { subjectBefore, subjectOf } from './visibility.ts';

const TicketEventFilter = builder.inputType('TicketEventFilter', {
  description: '只看哪些经过；不填为全部可见 / Filter for events; omitted: all visible events',
  fields: (t) => ({
    ticketId: t.id({ description: '一个事件的 / Only this ticket' }),
    gridId: t.id({ description: '一个网格的 / Only this grid' }),
    priorities: t.field({ type: [PriorityEnum], description: '这些优先级的 / Only these priorities' }),
  }),
});

type FilterArgs = typeof TicketEventFilter.$inferInput | null | undefined;

builder.subscriptionField('ticketEvents', (t) =>
  t.field({
    type: TicketEvent,
    description:
      '看得见的事件的每一步，按次序、不重不漏；断线后以最后的 sequence 作 after 接着看 / Every event of the tickets the viewer may see, in order; after a disconnect, continue with the last sequence as `after`: nothing is repeated or missed',
    authScopes: { may: 'ticket.read' },
    args: {
      after: t.arg.string({ description: '从这个 sequence 之后开始；不填为从现在起 / Start after this sequence; omitted: from now on' }),
      filter: t.arg({ type: TicketEventFilter, description: '只看哪些 / Filter' }),
    },
    subscribe: async (_root, { after, filter }, context) => {
      if (after != null && !/^\d{1,18}$/.test(after)) throw problem('BAD_USER_INPUT', wordsIn(context.language).cursorInvalid);
      const { tail } = context.tickets;
      return visibleNews(tail, after ?? (await tail.end()), matching(filter, context), context);
    },
    resolve: ({ event, ticket }) => ({ ...event, ticket }),
  }),
);

/** Whether an event is wanted. @throws BAD_USER_INPUT when the filter names something that cannot be */
function matching(filter: FilterArgs, { language }: Context): (news: TicketNews) => boolean {
  const idOf = (typename: string, globalId: string | null | undefined) => {
    const id = globalId ? decodeIdOf(typename, globalId) : null;
    if (globalId && !id) throw problem('BAD_USER_INPUT', wordsIn(language).cursorInvalid);
    return id;
  };
  const ticketId = idOf('Ticket', filter?.ticketId);
  const gridId = idOf('Grid', filter?.gridId);
  const priorities = filter?.priorities;
  return ({ event, ticket }) =>
    (!ticketId || ticket.id === ticketId) &&
    (!gridId || ticket.gridId === gridId || event.detail.fromGridId === gridId) &&
    (!priorities || priorities.includes(ticket.priority));
}

/** The viewer's events one by one. Their rights are asked at each: who loses them hears no more from that moment. */
function visibleNews(
  tail: EventTail,
  from: string,
  isWanted: (news: TicketNews) => boolean,
  context: Context,
): AsyncIterableIterator<TicketNews> {
  const reader: Reader = { isEnded: false, wake: null };
  const leaving = new AbortController();
  const { log } = context.services;
  const followerId = () => (context.viewer?.kind === 'resident' ? context.viewer.residentId : null);
  let position = from;
  let batch: readonly TicketNews[] = [];
  let read = 0;
  return {
    async next() {
      while (!reader.isEnded && !tail.isClosed) {
        const news = batch[read];
        if (!news) {
          batch = (await readInTheEnd(() => tail.after(position, reader, followerId()), log, leaving.signal)) ?? [];
          read = 0;
          continue;
        }
        read += 1;
        position = news.event.position;
        if (isWanted(news) && maySee(news, context)) return { done: false, value: news };
      }
      return { done: true, value: undefined };
    },
    async return() {
      reader.isEnded = true;
      leaving.abort();
      reader.wake?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function maySee({ event, ticket }: TicketNews, context: Context): boolean {
  if (may(context, 'ticket.read', subjectOf(ticket))) return true;
  const before = subjectBefore(ticket, event);
  return before !== null && may(context, 'ticket.read', before);
}
