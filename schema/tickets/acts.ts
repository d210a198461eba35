// One mutation for each act of the life cycle. All go the same way: right, lock, version, table, event, commit.
import type { InputFieldMap } from '@pothos/core';
import { may } from '../access/may.ts';
import { actorOf } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { gridLoader } from '../grids/loaders.ts';
import { readCategories, readDuties } from '../grids/store.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { areLoose, attach, attachmentIdsOf, MOST_ATTACHMENTS } from './attachments.ts';
import { PriorityEnum } from './enums.ts';
import { TICKETS_TOPIC } from './event-tail.ts';
import { suggestFor } from './graph.ts';
import { appendEvents, isTold, passFollowersOn, saveState } from './journal.ts';
import { type Act, type ActKind, isOpen, LIFE_CYCLE, needsPhoto, perform } from './life-cycle.ts';
import { ticketLoader } from './loaders.ts';
import { conflict, refusalNow, rightOn, type Success, successType, TransitionError } from './results.ts';
import { lockTickets, readCandidates, readTickets, type TicketRow } from './store.ts';
import { subjectOf } from './visibility.ts';
import { ticketWords } from './words.ts';

/** What every act's input names. */
interface ActInput {
  attachmentIds?: readonly string[] | null;
  ticketId: string;
  expectedVersion?: number | null;
}

type Fields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

interface ActField<Extra> {
  /** `Accept`: the mutation is `ticketAccept`. */
  name: string;
  description: string;
  done: string;
  fields?(t: Fields): InputFieldMap;
  /** Photos and voice notes may come with it. */
  hasFiles?: boolean;
  /** From the input to the act, before anything is locked; an error is the answer. */
  toAct(input: ActInput & Extra, ticket: TicketRow, context: Context): Act | ErrorShape | Promise<Act | ErrorShape>;
}

function actField<Extra = object>(kind: ActKind, { name, description, done, fields, hasFiles, toAct }: ActField<Extra>): void {
  const { right } = LIFE_CYCLE[kind];
  if (!right) throw new Error(`${kind} is done by time, not by a mutation`);
  const input = builder.inputType(`Ticket${name}Input`, {
    description,
    fields: (t) => ({
      ticketId: t.id({ required: true, description: '事件编号 / ID of the ticket' }),
      expectedVersion: t.int({
        description: '所看到的版本；不同则不执行 / The version the act is based on; a different version is a conflict',
      }),
      ...(hasFiles ? { attachmentIds: t.idList({ description: '已上传的照片、语音，最多 5 个 / Files uploaded before, at most 5' }) } : {}),
      ...fields?.(t as Fields),
    }),
  });
  const errors = [ValidationError, ForbiddenError, NotFoundError, ConflictError, TransitionError];
  builder.mutationField(`ticket${name}`, (t) =>
    t.field({
      description,
      ...rightOn(right),
      type: resultUnion(`Ticket${name}`, successType(`Ticket${name}Success`, done), errors),
      args: { input: t.arg({ type: input, required: true, description: '哪个事件、怎样 / The ticket and the act' }) },
      resolve: async (_root: unknown, args: { input: unknown }, context: Context) =>
        carryOut(`Ticket${name}Success`, args.input as ActInput & Extra, toAct, context),
    } as never),
  );
}

type Answer = Success | ErrorShape;

async function carryOut<Extra>(
  typename: string,
  input: ActInput & Extra,
  toAct: ActField<Extra>['toAct'],
  context: Context,
): Promise<Answer> {
  const { services, language } = context;
  const id = decodeIdOf('Ticket', input.ticketId);
  const seen = id && (await ticketLoader(context).load(id));
  if (!seen) return errorsIn(language).notFound(ticketWords(language).notFound);
  // Done already, by a request that died before its answer: the ticket has moved on by it.
  if (await isRepeat(services.pool, context)) return { typename, ticket: seen };
  if (input.expectedVersion != null && input.expectedVersion !== seen.version) return conflict(seen, context);
  const files = attachmentIdsOf(input.attachmentIds, context);
  if ('typename' in files) return files;
  const act = await toAct(input, seen, context);
  if ('typename' in act) return act;
  const outcome = await inTransaction<Answer>(services.pool, (client) => performOn(client, typename, seen.id, act, files, input, context));
  if ('ticket' in outcome && outcome.ticket) ticketLoader(context).clear(seen.id).prime(seen.id, outcome.ticket);
  if (outcome.typename === typename) services.live.touch([TICKETS_TOPIC]);
  return outcome;
}

type Client = Parameters<typeof lockTickets>[0];

/** Whether this very request has done its act before. */
const isRepeat = async (db: Parameters<typeof isTold>[0], { hasRequestKey, requestUuid }: Context) =>
  hasRequestKey && (await isTold(db, requestUuid));

/** Does an act under the lock, if it may still be done. */
async function performOn(
  client: Client,
  typename: string,
  id: string,
  act: Act,
  files: readonly string[],
  { expectedVersion }: ActInput,
  context: Context,
): Promise<Answer> {
  const errors = errorsIn(context.language);
  const words = ticketWords(context.language);
  const { tickets, now } = await lockTickets(client, act.kind === 'merge' ? [id, act.intoId] : [id]);
  const before = tickets.get(id);
  if (before && (await isRepeat(client, context))) return { typename, ticket: before };
  const refusal = refusalNow(before, act.kind, expectedVersion, context, now);
  if (refusal || !before) return refusal ?? errors.notFound(words.notFound);
  const { ticket, event } = perform(act, before, now, context.services.settings.sla);
  const told = { id: context.requestUuid, ticketId: id, seq: ticket.lastSeq, event, actor: actorOf(context.viewer), at: now };
  const entries: Parameters<typeof appendEvents>[1][number][] = [told];
  const survivor = act.kind === 'merge' ? tickets.get(act.intoId) : null;
  if (act.kind === 'merge' && !(survivor && isOpen(survivor.status))) {
    return errors.invalidField('intoTicketId', 'ENDED', words.mergeIntoEnded);
  }
  if (!(await areLoose(client, context.viewer, files, id))) {
    return errors.invalidField('attachmentIds', 'UNKNOWN', words.attachmentsWrong(MOST_ATTACHMENTS));
  }
  await saveState(client, id, ticket);
  await attach(client, context.viewer, files, id, ticket.lastSeq);
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
  return { typename, ticket: (await readTickets(client, [id]))[0] as TicketRow };
}

/** A checked text, or the field error. */
export function textOf(
  field: string,
  text: string,
  [min, max]: [number, number],
  message: string,
  { language }: Context,
): { text: string } | ErrorShape {
  const checked = personText({ min, max, isMultiline: true }).safeParse(text);
  return checked.success
    ? { text: checked.data }
    : errorsIn(language).invalidField(field, checked.error.issues[0]?.message ?? 'FORM', message);
}

type WithReason = { reason: string };
const reasonField = (t: Fields) => ({ reason: t.string({ required: true, description: '原因，2–500 字 / Reason, 2–500 characters' }) });
const resultField = (t: Fields) => ({
  result: t.string({ required: true, description: '处置结果，2–1000 字 / Result, 2–1,000 characters' }),
});

/** An act that carries a reason and nothing else. */
const withReason =
  (kind: 'reject' | 'appeal' | 'decline' | 'mediate' | 'reopen' | 'escalate') =>
  ({ reason }: WithReason, _ticket: TicketRow, context: Context): Act | ErrorShape => {
    const checked = textOf('reason', reason, [2, 500], ticketWords(context.language).reasonForm, context);
    return 'typename' in checked ? checked : { kind, reason: checked.text };
  };

const withResult = (result: string, context: Context) =>
  textOf('result', result, [2, 1000], ticketWords(context.language).resultForm, context);

actField<{ category?: string | null; priority?: 'P1' | 'P2' | 'P3' | 'P4' | null }>('triage', {
  name: 'Triage',
  description: '分流：确认类别与优先级 / Confirms category and priority',
  done: '已分流 / Triaged',
  fields: (t) => ({
    category: t.string({ description: '类别代码，不填不变 / Code of the category, unchanged when left out' }),
    priority: t.field({ type: PriorityEnum, description: '优先级，不填不变 / Priority, unchanged when left out' }),
  }),
  toAct: async ({ category, priority }, ticket, { services, language }) => {
    const known = await readCategories(services.prisma);
    if (category && !known.some(({ code }) => code === category)) {
      return errorsIn(language).invalidField('category', 'UNKNOWN', wordsIn(language).categoryNotFound);
    }
    return { kind: 'triage', category: category ?? ticket.category, priority: priority ?? ticket.priority };
  },
});

actField<WithReason>('reject', {
  name: 'Reject',
  description: '不予受理，理由告知上报人，可申诉一次 / Rejects the ticket; the reporter sees the reason and may appeal once',
  done: '不予受理 / Rejected',
  fields: reasonField,
  toAct: withReason('reject'),
});

actField<WithReason>('appeal', {
  name: 'Appeal',
  description: '上报人申诉一次 / The reporter appeals, once',
  done: '已申诉 / Appealed',
  fields: reasonField,
  toAct: withReason('appeal'),
});

actField<{ intoTicketId: string }>('merge', {
  name: 'Merge',
  description: '并入另一事件；上报人从此跟进那一件 / Merges the ticket into another; its reporters follow that one',
  done: '已并案 / Merged',
  fields: (t) => ({ intoTicketId: t.id({ required: true, description: '并入哪一件 / ID of the ticket to merge into' }) }),
  toAct: async ({ intoTicketId }, ticket, context) => {
    const errors = errorsIn(context.language);
    const words = ticketWords(context.language);
    const intoId = decodeIdOf('Ticket', intoTicketId);
    if (intoId === ticket.id) return errors.invalidField('intoTicketId', 'SAME', words.mergeIntoItself);
    const into = intoId && (await ticketLoader(context).load(intoId));
    if (!into || !may(context, 'ticket.read', subjectOf(into))) return errors.invalidField('intoTicketId', 'UNKNOWN', words.notFound);
    if (!isOpen(into.status)) return errors.invalidField('intoTicketId', 'ENDED', words.mergeIntoEnded);
    return { kind: 'merge', intoId: into.id, intoNumber: into.number };
  },
});

actField<{ assigneeId?: string | null }>('dispatch', {
  name: 'Dispatch',
  description: '派单；不指定人选则派给建议的第一位 / Dispatches the ticket; omitted assignee: the first suggestion',
  done: '已派单 / Dispatched',
  fields: (t) => ({ assigneeId: t.id({ description: '派给谁 / ID of the assignee' }) }),
  toAct: async ({ assigneeId }, ticket, context) => {
    const errors = errorsIn(context.language);
    const words = ticketWords(context.language);
    if (assigneeId) {
      const person = await workerOf(assigneeId, context);
      return person
        ? { kind: 'dispatch', assigneeId: person.id, assigneeTitle: person.title }
        : errors.invalidField('assigneeId', 'UNKNOWN', words.assigneeUnknown);
    }
    const [first] = (await suggestFor(ticket, context)).filter(({ reason }) => reason !== 'ESTATE');
    if (!first) return errors.invalidField('assigneeId', 'NOBODY', words.nobodyOnDuty);
    const { id, title } = first.candidate;
    return { kind: 'dispatch', assigneeId: id, assigneeTitle: title, because: first.reason };
  },
});

/** Somebody who works on tickets and is here now. */
async function workerOf(globalId: string, { services: { pool } }: Context) {
  const id = decodeIdOf('Staff', globalId);
  return id ? (await readCandidates(pool, [])).find((candidate) => candidate.id === id) : undefined;
}

actField('accept', {
  name: 'Accept',
  description: '接单 / Accepts the ticket',
  done: '已接单 / Accepted',
  toAct: () => ({ kind: 'accept' }),
});

actField<WithReason>('decline', {
  name: 'Decline',
  description: '退回派单，须写原因 / Declines the ticket, with a reason',
  done: '已退回 / Declined',
  fields: reasonField,
  toAct: withReason('decline'),
});

actField('recall', {
  name: 'Recall',
  description: '撤回派单，在对方接单之前 / Recalls a dispatch that has not been accepted',
  done: '已撤回派单 / Recalled',
  toAct: () => ({ kind: 'recall' }),
});

actField('depart', {
  name: 'Depart',
  description: '出发 / Departs for the scene',
  done: '赶赴中 / On the way',
  toAct: () => ({ kind: 'depart' }),
});

actField('arrive', {
  name: 'Arrive',
  description: '到场 / Arrives on scene',
  done: '已到场 / On scene',
  toAct: () => ({ kind: 'arrive' }),
});

actField<{ result: string; isFalseAlarm?: boolean | null; attachmentIds?: readonly string[] | null }>('resolve', {
  name: 'Resolve',
  description:
    '处置完成，须写结果；看得见的事（needsPhoto）还须附照片 / Resolves the ticket with the result and, where needsPhoto, a photo',
  hasFiles: true,
  done: '已处置 / Resolved',
  fields: (t) => ({ ...resultField(t), isFalseAlarm: t.boolean({ description: '是否误报 / Whether it was a false alarm' }) }),
  toAct: ({ result, isFalseAlarm, attachmentIds }, { category }, context) => {
    const checked = withResult(result, context);
    if ('typename' in checked) return checked;
    if (needsPhoto(category) && !isFalseAlarm && !attachmentIds?.length) {
      return errorsIn(context.language).invalidField('attachmentIds', 'REQUIRED', ticketWords(context.language).photoNeeded);
    }
    return { kind: 'resolve', result: checked.text, isFalseAlarm: isFalseAlarm === true };
  },
});

actField<WithReason>('mediate', {
  name: 'Mediate',
  description: '转联合调解 / Refers the ticket to joint mediation',
  done: '调解中 / In mediation',
  fields: reasonField,
  toAct: withReason('mediate'),
});

actField<{ result: string }>('endMediation', {
  name: 'MediationEnd',
  description: '调解结束，写明结果 / Ends the mediation, with its result',
  done: '已处置 / Resolved',
  fields: resultField,
  toAct: ({ result }, _ticket, context) => {
    const checked = withResult(result, context);
    return 'typename' in checked ? checked : { kind: 'endMediation', result: checked.text };
  },
});

actField<{ rating: number; comment?: string | null }>('confirm', {
  name: 'Confirm',
  description: '上报人确认并评价（1–5 级） / The reporter confirms the result and rates it, 1–5',
  done: '已办结 / Closed',
  fields: (t) => ({
    rating: t.int({ required: true, description: '5 非常满意 … 1 非常不满意 / 5 very satisfied … 1 very dissatisfied' }),
    comment: t.string({ description: '想说的话，最多 500 字 / Comment, at most 500 characters' }),
  }),
  toAct: ({ rating, comment }, _ticket, context) => {
    const { language } = context;
    const words = ticketWords(language);
    if (rating < 1 || rating > 5) return errorsIn(language).invalidField('rating', 'OUT_OF_RANGE', words.ratingForm);
    const checked = textOf('comment', comment ?? '', [0, 500], wordsIn(language).textTooLong(500), context);
    return 'typename' in checked ? checked : { kind: 'confirm', rating, comment: checked.text || null };
  },
});

actField<WithReason>('reopen', {
  name: 'Reopen',
  description: '不满意，七天内重新办理：优先级升一级 / Not solved: reopens the ticket within seven days, one priority higher',
  done: '重新办理 / Reopened',
  fields: reasonField,
  toAct: withReason('reopen'),
});

actField<WithReason & { gridId?: string | null; assigneeId?: string | null }>('transfer', {
  name: 'Transfer',
  description: '转办：到另一网格，或换一位经办人 / Transfers the ticket to another grid or another staff member',
  done: '已转办 / Transferred',
  fields: (t) => ({
    ...reasonField(t),
    gridId: t.id({ description: '转到哪个网格 / ID of the grid' }),
    assigneeId: t.id({ description: '转给谁 / ID of the staff member' }),
  }),
  toAct: async (input, ticket, context) => {
    const checked = textOf('reason', input.reason, [2, 500], ticketWords(context.language).reasonForm, context);
    if ('typename' in checked) return checked;
    const errors = errorsIn(context.language);
    const words = ticketWords(context.language);
    if (!input.gridId === !input.assigneeId) return errors.invalidField('gridId', 'ONE_OF_TWO', words.transferNowhere);
    return input.gridId
      ? transferToGrid(checked.text, input.gridId, ticket, context)
      : transferToPerson(checked.text, String(input.assigneeId), ticket, context);
  },
});

/** A ticket that somebody works on goes to the new grid's responsible officer. */
async function transferToGrid(reason: string, globalId: string, ticket: TicketRow, context: Context): Promise<Act | ErrorShape> {
  const errors = errorsIn(context.language);
  const words = ticketWords(context.language);
  const id = decodeIdOf('Grid', globalId);
  const grid = id && (await gridLoader(context).load(id));
  if (!grid) return errors.invalidField('gridId', 'UNKNOWN', wordsIn(context.language).gridNotFound);
  if (grid.id === ticket.gridId) return errors.invalidField('gridId', 'SAME', words.transferHere);
  const { pool, clock } = context.services;
  const responsible = (await readDuties(pool, [grid.id], clock.now())).get(grid.id)?.find(({ isResponsible }) => isResponsible);
  if (!responsible) return errors.invalidField('gridId', 'CLOSED', words.gridClosed);
  const assigneeId = ticket.assigneeId ? responsible.staffId : null;
  return { kind: 'transfer', reason, place: { gridId: grid.id, communityId: grid.communityId }, assigneeId, to: grid.name };
}

async function transferToPerson(reason: string, globalId: string, ticket: TicketRow, context: Context): Promise<Act | ErrorShape> {
  const errors = errorsIn(context.language);
  const words = ticketWords(context.language);
  const person = await workerOf(globalId, context);
  if (!person) return errors.invalidField('assigneeId', 'UNKNOWN', words.assigneeUnknown);
  if (person.id === ticket.assigneeId) return errors.invalidField('assigneeId', 'SAME', words.transferHere);
  if (!ticket.assigneeId) return errors.invalidField('assigneeId', 'NOT_DISPATCHED', words.notYetDispatched);
  return { kind: 'transfer', reason, place: null, assigneeId: person.id, to: person.title };
}

actField<WithReason>('escalate', {
  name: 'Escalate',
  description: '升级到上一级 / Escalates the ticket to the next level',
  done: '已升级 / Escalated',
  fields: reasonField,
  toAct: withReason('escalate'),
});

actField('withdraw', {
  name: 'Withdraw',
  description: '上报人撤回 / The reporter withdraws the ticket',
  done: '已撤回 / Withdrawn',
  toAct: () => ({ kind: 'withdraw' }),
});

type WithText = { text: string };
const textField = (t: Fields) => ({ text: t.string({ required: true, description: '说明，1–1000 字 / Text, 1–1,000 characters' }) });
const wordsOf = (text: string, context: Context) => textOf('text', text, [1, 1000], ticketWords(context.language).textForm, context);

actField<WithText>('note', {
  name: 'Note',
  hasFiles: true,
  description: '补充说明；上报人补充后计时继续 / Adds a note; a note from the reporter restarts paused clocks',
  done: '已补充 / Added',
  fields: textField,
  toAct: ({ text }, ticket, context) => {
    const checked = wordsOf(text, context);
    const byReporter = context.viewer?.kind === 'resident' && context.viewer.residentId === ticket.reporterId;
    return 'typename' in checked ? checked : { kind: 'note', text: checked.text, byReporter };
  },
});

actField<WithText>('ask', {
  name: 'Ask',
  description: '请上报人补充，计时暂停 / Asks the reporter for details; clocks are paused until they answer',
  done: '已询问 / Asked',
  fields: textField,
  toAct: ({ text }, _ticket, context) => {
    const checked = wordsOf(text, context);
    return 'typename' in checked ? checked : { kind: 'ask', text: checked.text };
  },
});

actField('urge', {
  name: 'Urge',
  description: '催办，每个时限一次 / Sends a reminder, once per deadline',
  done: '已催办 / Reminder sent',
  toAct: () => ({ kind: 'urge' }),
});
