// The enums of tickets, each value with its words.
import { ActorKind, Priority, TicketEventKind, TicketSource, TicketStatus } from '../../../prisma/client/enums.ts';
import { builder } from '../../frame/builder.ts';
import { enumOf } from '../../frame/enums.ts';
import type { ArrivalBasis } from './arrivals.ts';
import type { ClockKind, SlaState } from './clocks.ts';
import { ACTS, type ActKind } from './life-cycle.ts';
import type { SuggestionReason } from './routing.ts';

export const PriorityEnum = enumOf<Priority>('TicketPriority', '优先级，P1 最急 / Priority, P1 most urgent', {
  [Priority.P1]: '警情：立即出动 / Alarm: respond immediately',
  [Priority.P2]: '紧急：当班处理 / Urgent: this shift',
  [Priority.P3]: '一般：一天内 / Normal: within a day',
  [Priority.P4]: '较缓：三天内 / Low: within three days',
});

export const TicketStatusEnum = enumOf<TicketStatus>('TicketStatus', '事件的状态 / Status of a ticket', {
  [TicketStatus.SUBMITTED]: '已上报 / Reported',
  [TicketStatus.TRIAGED]: '已分流 / Triaged',
  [TicketStatus.DISPATCHED]: '已派单 / Dispatched',
  [TicketStatus.ACCEPTED]: '已接单 / Accepted',
  [TicketStatus.EN_ROUTE]: '赶赴中 / On the way',
  [TicketStatus.ON_SCENE]: '已到场 / On scene',
  [TicketStatus.IN_MEDIATION]: '调解中 / In mediation',
  [TicketStatus.RESOLVED]: '已处置，待确认 / Resolved, awaiting confirmation',
  [TicketStatus.CLOSED]: '已办结 / Closed',
  [TicketStatus.REJECTED]: '不予受理 / Rejected',
  [TicketStatus.MERGED]: '已并案 / Merged into another ticket',
  [TicketStatus.CANCELLED]: '已撤回 / Withdrawn',
});

export const TicketSourceEnum = enumOf<TicketSource>('TicketSource', '来源 / Source of a ticket', {
  [TicketSource.RESIDENT]: '居民上报 / A resident’s report',
  [TicketSource.ALARM]: '一键报警 / One-tap alarm',
  [TicketSource.PATROL]: '巡查发现 / Found on patrol',
  [TicketSource.PARTNER]: '合作应用 / A partner program',
  [TicketSource.IMPORT]: '历史导入 / Imported',
});

/** What happened, in Chinese and English. */
export const EVENT_WORDS: Record<TicketEventKind, string> = {
  [TicketEventKind.REPORTED]: '已上报 / Reported',
  [TicketEventKind.TRIAGED]: '已分流 / Triaged',
  [TicketEventKind.REJECTED]: '不予受理 / Rejected',
  [TicketEventKind.APPEALED]: '上报人申诉 / The reporter appealed',
  [TicketEventKind.MERGED]: '并入另一事件 / Merged into another ticket',
  [TicketEventKind.ABSORBED]: '并入了另一事件 / Another ticket was merged into this one',
  [TicketEventKind.DISPATCHED]: '已派单 / Dispatched',
  [TicketEventKind.ACCEPTED]: '已接单 / Accepted',
  [TicketEventKind.CALLED]: '没有人接单，呼叫下一位 / Nobody had accepted it: the next in line was called',
  [TicketEventKind.DECLINED]: '退回派单 / Declined',
  [TicketEventKind.DEPARTED]: '已出发 / Departed',
  [TicketEventKind.ARRIVED]: '已到场 / Arrived',
  [TicketEventKind.RESOLVED]: '已处置 / Resolved',
  [TicketEventKind.MEDIATION_OPENED]: '转入调解 / Referred to mediation',
  [TicketEventKind.CONFIRMED]: '上报人已确认 / The reporter confirmed',
  [TicketEventKind.CLOSED]: '七天无异议，自动办结 / Closed after seven days without objection',
  [TicketEventKind.REOPENED]: '重新办理 / Reopened',
  [TicketEventKind.TRANSFERRED]: '已转办 / Transferred',
  [TicketEventKind.ESCALATED]: '已升级 / Escalated',
  [TicketEventKind.WITHDRAWN]: '上报人撤回 / The reporter withdrew it',
  [TicketEventKind.NOTED]: '补充说明 / A note was added',
  [TicketEventKind.ASKED]: '请上报人补充，计时暂停 / The reporter was asked for details; clocks are paused',
  [TicketEventKind.URGED]: '催办 / Reminder sent',
  [TicketEventKind.FOLLOWED]: '又有居民遇到 / Another neighbour is affected',
  [TicketEventKind.CLOCK_WARNED]: '时限将到 / A deadline is approaching',
  [TicketEventKind.CLOCK_BREACHED]: '已超时 / A deadline was missed',
  [TicketEventKind.RECALLED]: '派单撤回 / The dispatch was recalled',
  [TicketEventKind.SPLIT]: '拆出另一事件 / Part of it became another ticket',
  [TicketEventKind.IMPORTED]: '历史记录的结果 / The outcome stated in an imported record',
};

export const TicketEventKindEnum = enumOf<TicketEventKind>('TicketEventKind', '事件经过的种类 / Kind of event of a ticket', EVENT_WORDS);

export const SlaStateEnum = enumOf<SlaState>('SlaState', '时限状态 / State of the nearest deadline', {
  NONE: '不计时 / No clock is running',
  ON_TIME: '正常 / On time',
  HALF_USED: '已过半 / Half of the time has passed',
  DUE_SOON: '将到时 / Four fifths of the time have passed',
  BREACHED: '已超时 / Overdue',
  PAUSED: '等待上报人，暂停 / Paused, waiting for the reporter',
});

/** The words of each act, for programs; the mutation `ticketAccept` does `accept`. */
const ACT_WORDS: Record<ActKind, string> = {
  triage: '分流 / Triage',
  reject: '不予受理 / Reject',
  appeal: '申诉 / Appeal',
  merge: '并案 / Merge',
  split: '拆分 / Split',
  dispatch: '派单 / Dispatch',
  accept: '接单 / Accept',
  decline: '退回 / Decline',
  recall: '撤回派单 / Recall the dispatch',
  depart: '出发 / Depart',
  arrive: '到场 / Arrive',
  resolve: '处置完成 / Resolve',
  mediate: '转调解 / Refer to mediation',
  endMediation: '调解结束 / End the mediation',
  confirm: '确认并评价 / Confirm and rate',
  close: '自动办结 / Close automatically',
  reopen: '重新办理 / Reopen',
  transfer: '转办 / Transfer',
  escalate: '升级 / Escalate',
  withdraw: '撤回 / Withdraw',
  note: '补充 / Add a note',
  ask: '请上报人补充 / Ask the reporter for details',
  urge: '催办 / Send a reminder',
};

/** SCREAMING_SNAKE_CASE of an act's name. */
export const actName = (kind: ActKind) => kind.replace(/[A-Z]/g, '_$&').toUpperCase();

export const TicketActEnum = builder.enumType('TicketAct', {
  description: '对事件能做的事 / An act on a ticket',
  values: Object.fromEntries(ACTS.map((kind) => [actName(kind), { description: ACT_WORDS[kind] }])) as {
    [Name in string]: { description: string };
  },
});

const SUGGESTION_REASONS: Record<SuggestionReason, string> = {
  SERVES_GRID: '正在这个网格值守 / On duty in this grid',
  NEAREST: '值守中，离得近 / On duty nearby',
  ESTATE: '物业 / Property management',
};

export const SuggestionReasonEnum = enumOf<SuggestionReason>(
  'AssigneeSuggestionReason',
  '建议的理由 / Reason for suggesting someone',
  SUGGESTION_REASONS,
);

export type TicketClockKind = Exclude<ClockKind, 'ANSWER'>;

const CLOCK_WORDS: Record<TicketClockKind, string> = {
  TRIAGE: '分流 / Triage',
  ACCEPT: '接单 / Acceptance',
  ARRIVE: '到场 / Arrival',
  RESOLVE: '处置 / Resolution',
};
export const ClockKindEnum = enumOf<TicketClockKind>('TicketClockKind', '时限的种类 / The step a clock is waiting for', CLOCK_WORDS);

export const ArrivalBasisEnum = enumOf<ArrivalBasis>('ArrivalBasis', '按什么估计多久到 / What an expected arrival is drawn from', {
  DISTANCE: '离得差不多远的 / Those about as far away',
  GRID: '这个网格的 / Those in this grid',
  COMMUNITY: '这个社区的 / Those in this community',
});

export const ActorKindEnum = enumOf<ActorKind>('TicketActorKind', '谁做的 / Kind of actor', {
  [ActorKind.RESIDENT]: '居民 / A resident',
  [ActorKind.STAFF]: '工作人员 / Staff',
  [ActorKind.PARTNER]: '合作应用 / A partner program',
  [ActorKind.SYSTEM]: '系统 / The system',
});
