// Two troubles in one report: the other becomes a ticket of its own, of the same place and reporter.

import { actorOf } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { readCategories } from '../grids/store.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { inTransaction } from '../transaction.ts';
import { textOf } from './acts.ts';
import { TICKETS_TOPIC } from './event-tail.ts';
import { Ticket } from './graph.ts';
import { carryOut, openTicket } from './journal.ts';
import { ticketLoader } from './loaders.ts';
import { refusalNow, rightOn, TransitionError } from './results.ts';
import { lockTickets, readTickets, type TicketRow } from './store.ts';
import { ticketWords } from './words.ts';

interface SplitDone {
  typename: string;
  ticket: TicketRow;
  part: TicketRow;
}

const SplitSuccess = builder.objectRef<SplitDone>('TicketSplitSuccess').implement({
  description: '已拆分 / Split',
  fields: (t) => ({
    ticket: t.expose('ticket', { type: Ticket, description: '原来的事件 / The ticket as it is now' }),
    part: t.expose('part', { type: Ticket, description: '新立的事件 / The new ticket' }),
  }),
});

const SplitInput = builder.inputType('TicketSplitInput', {
  description: '拆分：其中另一件事另立一单 / The ticket to split and the new part',
  fields: (t) => ({
    ticketId: t.id({ required: true, description: '事件编号 / ID of the ticket' }),
    expectedVersion: t.int({
      description: '所看到的版本；不同则不执行 / The version the act is based on; a different version is a conflict',
    }),
    category: t.string({ required: true, description: '新一单的类别代码 / Category of the new ticket' }),
    description: t.string({ required: true, description: '新一单的内容，1–1000 字 / Text of the new ticket, 1–1,000 characters' }),
  }),
});

builder.mutationField('ticketSplit', (t) =>
  t.field({
    description:
      '拆分：另一件事另立一单，同一地点、同一上报人 / Splits off part of a ticket as a new one with the same position and reporter',
    ...rightOn('ticket.direct'),
    type: resultUnion('TicketSplit', SplitSuccess, [ValidationError, ForbiddenError, NotFoundError, ConflictError, TransitionError]),
    args: { input: t.arg({ type: SplitInput, required: true, description: '哪个、拆出什么 / The ticket and the new part' }) },
    resolve: async (_root, { input }, context): Promise<SplitDone | ErrorShape> => {
      const { services, language } = context;
      const id = decodeIdOf('Ticket', input.ticketId);
      if (!id) return errorsIn(language).notFound(ticketWords(language).notFound);
      const category = (await readCategories(services.prisma)).find(({ code }) => code === input.category);
      if (!category) return errorsIn(language).invalidField('category', 'UNKNOWN', wordsIn(language).categoryNotFound);
      const checked = textOf('description', input.description, [1, 1000], ticketWords(language).textForm, context);
      if ('typename' in checked) return checked;
      const outcome = await inTransaction<SplitDone | ErrorShape>(services.pool, (client) =>
        split(client, id, { category, description: checked.text, expectedVersion: input.expectedVersion }, context),
      );
      if ('part' in outcome) {
        services.live.touch([TICKETS_TOPIC]);
        ticketLoader(context).clear(id).prime(id, outcome.ticket);
      }
      return outcome;
    },
  }),
);

type Client = Parameters<typeof openTicket>[0];

interface Part {
  category: Parameters<typeof openTicket>[1]['category'] & { defaultPriority: TicketRow['priority'] };
  description: string;
  expectedVersion: number | null | undefined;
}

async function split(
  client: Client,
  id: string,
  { category, description, expectedVersion }: Part,
  context: Context,
): Promise<SplitDone | ErrorShape> {
  const { tickets, now } = await lockTickets(client, [id]);
  const before = tickets.get(id);
  const refusal = refusalNow(before, 'split', expectedVersion, context, now);
  if (refusal || !before) return refusal ?? errorsIn(context.language).notFound(ticketWords(context.language).notFound);
  const { gridId, communityId, longitude, latitude, reporterId, stationId, source, address, isAnonymous, finderId, keyId } = before;
  const actor = actorOf(context.viewer);
  const { sla } = context.services.settings;
  const partId = context.requestUuid;
  const opened = await openTicket(
    client,
    {
      ...{
        id: partId,
        stationId,
        category,
        priority: category.defaultPriority,
        description,
        address,
        isAnonymous,
        reporterId,
        finderId,
        keyId,
      },
      source: source === 'ALARM' ? 'RESIDENT' : source,
      place: gridId && communityId ? { gridId, communityId } : null,
      point: longitude !== null && latitude !== null ? { longitude, latitude } : null,
    },
    actor,
    sla,
  );
  // The same request again: the part is there, and so is the event.
  if (opened) await carryOut(client, before, { act: { kind: 'split', partId, partNumber: opened.ticket.number }, actor, at: now, sla });
  const rows = await readTickets(client, [id, partId]);
  const row = (wanted: string) => rows.find((ticket) => ticket.id === wanted) as TicketRow;
  return { typename: 'TicketSplitSuccess', ticket: row(id), part: row(partId) };
}
