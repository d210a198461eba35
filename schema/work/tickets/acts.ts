// One mutation for each act of the life cycle: what it takes, and which act that is.

import { category, point } from '../../commons/grids/inputs.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { gridGone } from '../../commons/grids/refusals.ts';
import { metresBetween } from '../../commons/grids/rules.ts';
import { type Grid, readDuties } from '../../commons/grids/store.ts';
import { staffOf } from '../../frame/access/callers.ts';
import type { Context } from '../../frame/context.ts';
import { checked, choice, optional, scalar, text, whole, wrong } from '../../frame/inputs.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { visibleNode } from '../../frame/relay/graph.ts';
import { act, type MaybeAct } from './act-mutation.ts';
import { PriorityEnum } from './enums.ts';
import { files, worker } from './inputs.ts';
import { isOpen, needsPhoto } from './life-cycle.ts';
import { refusals } from './refusals.ts';
import type { Candidate, TicketRow } from './store.ts';
import { suggestFor } from './suggesting.ts';

const reason = text(2, 500, '原因 / Reason', { isMultiline: true });
const result = text(2, 1000, '处置结果 / Result', { isMultiline: true });
const said = text(1, 1000, '说明 / Text', { isMultiline: true });
const attachmentIds = files('已上传的照片、语音，最多 5 个 / Files uploaded before, at most 5');

act('triage', 'Triage', {
  says: '分流：确认类别与优先级 / Confirms category and priority',
  done: '已分流 / Triaged',
  input: {
    category: optional(category('类别代码，不填不变 / Code of the category, unchanged when left out')),
    priority: optional(choice(PriorityEnum, '优先级，不填不变 / Priority, unchanged when left out')),
  },
  toAct: (input, ticket) => ({
    kind: 'triage',
    category: input.category?.code ?? ticket.category,
    priority: input.priority ?? ticket.priority,
  }),
});

act('reject', 'Reject', {
  says: '不予受理，理由告知上报人，可申诉一次 / Rejects the ticket; the reporter sees the reason and may appeal once',
  done: '不予受理 / Rejected',
  input: { reason },
  toAct: (input) => ({ kind: 'reject', ...input }),
});

act('appeal', 'Appeal', {
  says: '上报人申诉一次 / The reporter appeals, once',
  done: '已申诉 / Appealed',
  input: { reason },
  toAct: (input) => ({ kind: 'appeal', ...input }),
});

act('merge', 'Merge', {
  says: '并入另一事件；上报人从此跟进那一件 / Merges the ticket into another; its reporters follow that one',
  done: '已并案 / Merged',
  input: {
    intoTicketId: scalar('ID', '并入哪一件 / ID of the ticket to merge into'),
  },
  async toAct({ intoTicketId }, ticket, context) {
    const into = await visibleNode<TicketRow>('Ticket', intoTicketId, context);
    if (!into) return refusals.mergeIntoUnknown;
    if (into.id === ticket.id) return refusals.mergeIntoItself;
    return isOpen(into.status) ? { kind: 'merge', intoId: into.id, intoNumber: into.number } : refusals.mergeIntoEnded;
  },
});

act('dispatch', 'Dispatch', {
  says: '派单；不指定人选则派给建议的第一位 / Dispatches the ticket; omitted assignee: the first suggestion',
  done: '已派单 / Dispatched',
  input: { assigneeId: worker('派给谁 / ID of the assignee') },
  async toAct({ assigneeId: person }, ticket, context) {
    if (person) return { kind: 'dispatch', assigneeId: person.id, assigneeTitle: person.title };
    const first = (await suggestFor(ticket, context)).find((suggestion) => suggestion.reason !== 'ESTATE');
    if (!first) return refusals.nobodyOnDuty;
    return { kind: 'dispatch', assigneeId: first.candidate.id, assigneeTitle: first.candidate.title, because: first.reason };
  },
});

act('accept', 'Accept', {
  says: '接单；紧急警情先接的人办 / Accepts the ticket; of those an emergency has called, whoever accepts first has it',
  done: '已接单 / Accepted',
  input: {
    location: optional(
      point('接单时在哪里；只用来估计多久到，只留距离 / Where they are; used for the estimate of their arrival, only the distance is kept'),
    ),
  },
  toAct({ location: from }, { longitude, latitude }, context) {
    const { staffId: assigneeId } = staffOf(context);
    return from && longitude !== null && latitude !== null
      ? { kind: 'accept', assigneeId, metres: Math.round(metresBetween(from, { longitude, latitude })) }
      : { kind: 'accept', assigneeId };
  },
});

act('decline', 'Decline', {
  says: '退回派单，须写原因 / Declines the ticket, with a reason',
  done: '已退回 / Declined',
  input: { reason },
  toAct: (input) => ({ kind: 'decline', ...input }),
});

act('recall', 'Recall', {
  says: '撤回派单，在对方接单之前 / Recalls a dispatch that has not been accepted',
  done: '已撤回派单 / Recalled',
  input: {},
  toAct: () => ({ kind: 'recall' }),
});

act('depart', 'Depart', {
  says: '出发 / Departs for the scene',
  done: '赶赴中 / On the way',
  input: {},
  toAct: () => ({ kind: 'depart' }),
});

act('arrive', 'Arrive', {
  says: '到场 / Arrives on scene',
  done: '已到场 / On scene',
  input: {},
  toAct: () => ({ kind: 'arrive' }),
});

act('resolve', 'Resolve', {
  says: '处置完成，须写结果；看得见的事（needsPhoto）还须附照片 / Resolves the ticket with the result and, where needsPhoto, a photo',
  done: '已处置 / Resolved',
  input: {
    attachmentIds,
    result,
    isFalseAlarm: optional(scalar('Boolean', '是否误报 / Whether it was a false alarm')),
  },
  toAct: (input, ticket) =>
    needsPhoto(ticket.category) && !input.isFalseAlarm && input.attachmentIds.length === 0
      ? refusals.photoNeeded
      : { kind: 'resolve', result: input.result, isFalseAlarm: input.isFalseAlarm === true },
});

act('mediate', 'Mediate', {
  says: '转联合调解 / Refers the ticket to joint mediation',
  done: '调解中 / In mediation',
  input: { reason },
  toAct: (input) => ({ kind: 'mediate', ...input }),
});

act('endMediation', 'MediationEnd', {
  says: '调解结束，写明结果 / Ends the mediation, with its result',
  done: '已处置 / Resolved',
  input: { result },
  toAct: (input) => ({ kind: 'endMediation', ...input }),
});

act('confirm', 'Confirm', {
  says: '上报人确认并评价（1–5 级） / The reporter confirms the result and rates it, 1–5',
  done: '已办结 / Closed',
  input: {
    rating: whole(1, 5, '评价，5 非常满意 … 1 非常不满意 / Rating, 5 very satisfied … 1 very dissatisfied'),
    comment: optional(text(0, 500, '想说的话 / Comment', { isMultiline: true })),
  },
  toAct: ({ rating, comment }) => ({ kind: 'confirm', rating, comment: comment || null }),
});

act('reopen', 'Reopen', {
  says: '不满意，七天内重新办理：优先级升一级 / Not solved: reopens the ticket within seven days, one priority higher',
  done: '重新办理 / Reopened',
  input: { reason },
  toAct: (input) => ({ kind: 'reopen', ...input }),
});

act('transfer', 'Transfer', {
  says: '转办：到另一网格，或换一位经办人 / Transfers the ticket to another grid or another staff member',
  done: '已转办 / Transferred',
  input: {
    reason,
    gridId: optional(
      checked(scalar('ID', '转到哪个网格 / ID of the grid'), async (given, context) => {
        const id = decodeIdOf('Grid', given);
        return (id ? await gridLoader(context).load(id) : null) ?? wrong('UNKNOWN', gridGone);
      }),
    ),
    assigneeId: worker('转给谁 / ID of the staff member'),
  },
  toAct({ reason: why, gridId: grid, assigneeId: person }, ticket, context) {
    if (grid && !person) return transferToGrid(why, grid, ticket, context);
    if (person && !grid) return transferToPerson(why, person, ticket);
    return refusals.transferNowhere;
  },
});

/** A ticket that somebody works on goes to the new grid's responsible officer. */
async function transferToGrid(why: string, { id, communityId, name }: Grid, ticket: TicketRow, context: Context): Promise<MaybeAct> {
  const { pool, clock } = context.services;
  if (id === ticket.gridId) return refusals.transferToSameGrid;
  const responsible = (await readDuties(pool, [id], clock.now())).get(id)?.find(({ isResponsible }) => isResponsible);
  if (!responsible) return refusals.gridClosed;
  const assigneeId = ticket.assigneeId ? responsible.staffId : null;
  return { kind: 'transfer', reason: why, place: { gridId: id, communityId }, assigneeId, to: name };
}

function transferToPerson(why: string, { id, title }: Candidate, ticket: TicketRow): MaybeAct {
  if (id === ticket.assigneeId) return refusals.transferToSamePerson;
  if (!ticket.assigneeId) return refusals.notYetDispatched;
  return { kind: 'transfer', reason: why, place: null, assigneeId: id, to: title };
}

act('escalate', 'Escalate', {
  says: '升级到上一级 / Escalates the ticket to the next level',
  done: '已升级 / Escalated',
  input: { reason },
  toAct: (input) => ({ kind: 'escalate', ...input }),
});

act('withdraw', 'Withdraw', {
  says: '上报人撤回 / The reporter withdraws the ticket',
  done: '已撤回 / Withdrawn',
  input: {},
  toAct: () => ({ kind: 'withdraw' }),
});

act('note', 'Note', {
  says: '补充说明；上报人补充后计时继续 / Adds a note; a note from the reporter restarts paused clocks',
  done: '已补充 / Added',
  input: { attachmentIds, text: said },
  toAct: (input, { reporterId }, { viewer }) => ({
    kind: 'note',
    text: input.text,
    byReporter: viewer?.kind === 'resident' && viewer.residentId === reporterId,
  }),
});

act('ask', 'Ask', {
  says: '请上报人补充，计时暂停 / Asks the reporter for details; clocks are paused until they answer',
  done: '已询问 / Asked',
  input: { text: said },
  toAct: (input) => ({ kind: 'ask', ...input }),
});

act('urge', 'Urge', {
  says: '催办，每个时限一次 / Sends a reminder, once per deadline',
  done: '已催办 / Reminder sent',
  input: {},
  toAct: () => ({ kind: 'urge' }),
});
