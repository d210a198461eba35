// What mutations of tickets answer, and the right they ask for.
import { brandWithType, type ObjectRef } from '@pothos/core';
import { may } from '../access/may.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import type { Context } from '../context.ts';
import { ErrorInterface, type ErrorShape, errorsIn } from '../errors/graph.ts';
import { refused } from '../errors/problems.ts';
import type { Action } from '../modules.ts';
import { visibleNode } from '../relay/graph.ts';
import { actName, TicketActEnum } from './enums.ts';
import { actsOf, Ticket } from './graph.ts';
import { type ActKind, isAllowed, LIFE_CYCLE } from './life-cycle.ts';
import type { TicketRow } from './store.ts';
import { subjectOf } from './visibility.ts';
import { ticketWords } from './words.ts';

export interface Success {
  typename: string;
  ticket: TicketRow;
}

/** The success type of a mutation: the ticket as it is now. */
export function successType(name: string, description: string): ObjectRef<SchemaTypes, Success> {
  return builder.objectRef<Success>(name).implement({
    description,
    fields: (t) => ({ ticket: t.expose('ticket', { type: Ticket, description: '事件现在的样子 / The ticket as it is now' }) }),
  });
}

export interface TransitionErrorShape extends ErrorShape {
  ticket: TicketRow;
}

export const TransitionError = builder.objectRef<TransitionErrorShape>('TransitionError').implement({
  description: '现在的状态不允许，附可行的操作 / Not allowed in the ticket’s current status; lists what is',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    allowed: t.field({
      type: [TicketActEnum],
      description: '当前的人此刻能做的 / What the viewer may do now',
      resolve: ({ ticket }, _args, context) => actsOf(ticket, context).map(actName),
    }),
    ticket: t.expose('ticket', { type: Ticket, description: '事件现在的样子 / The ticket as it is now' }),
  }),
});

const transitionError = (ticket: TicketRow, { language }: Context): TransitionErrorShape => ({
  typename: 'TransitionError',
  code: 'TRANSITION_FORBIDDEN',
  message: ticketWords(language).impossible,
  ticket,
});

type TicketArgs = { input: { ticketId: string } };

/** The right to do something with the ticket an input names; one that is not theirs to see is not there. */
export const rightOn = (action: Action) => ({
  authScopes: async (_root: unknown, { input }: TicketArgs, context: Context) => {
    const ticket = await visibleNode<TicketRow>('Ticket', input.ticketId, context);
    return { may: { action, subject: ticket ? subjectOf(ticket) : {} } };
  },
  unauthorizedResolver: async (_root: unknown, { input }: TicketArgs, context: Context): Promise<ErrorShape> => {
    if (!may(context, action) && !may(context, 'ticket.read')) throw refused(context);
    const errors = errorsIn(context.language);
    const words = ticketWords(context.language);
    return (await visibleNode('Ticket', input.ticketId, context)) ? errors.forbidden(words.mayNot) : errors.notFound(words.notFound);
  },
});

/** Somebody else was first. */
export function conflict(current: TicketRow, { language }: Context): ErrorShape & { current: TicketRow } {
  brandWithType(current, 'Ticket' as never);
  return { ...errorsIn(language).conflict(ticketWords(language).changed), current };
}

/** Why an act may not be done to a locked ticket at this moment; null: it may. */
export function refusalNow(
  ticket: TicketRow | undefined,
  kind: ActKind,
  expectedVersion: number | null | undefined,
  context: Context,
  now: Date,
): ErrorShape | null {
  const errors = errorsIn(context.language);
  const words = ticketWords(context.language);
  const { right } = LIFE_CYCLE[kind];
  if (!ticket || !may(context, 'ticket.read', subjectOf(ticket))) return errors.notFound(words.notFound);
  // The right of this moment: the ticket may have been handed to somebody else.
  if (!right || !may(context, right, subjectOf(ticket))) return errors.forbidden(words.mayNot);
  if (expectedVersion != null && expectedVersion !== ticket.version) return conflict(ticket, context);
  return isAllowed(kind, ticket, now) ? null : transitionError(ticket, context);
}
