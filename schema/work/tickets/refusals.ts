// Why something is not done to a ticket.
import { brandWithType } from '@pothos/core';
import { conflict, forbidden, invalid, notFound, refusalKind, refuse, tells } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';
import { actName, TicketActEnum } from './enums.ts';
import { actsOf, Ticket } from './graph.ts';
import type { TicketRow } from './store.ts';

export const Transition = refusalKind(
  'Transition',
  '现在的状态不允许，附可行的操作 / Not allowed in the ticket’s current status; lists what is',
  tells<{ ticket: TicketRow }>((t) => ({
    allowed: t.field({
      type: [TicketActEnum],
      description: '当前的人此刻能做的 / What the viewer may do now',
      resolve: ({ ticket }, _args, context) => actsOf(ticket, context).map(actName),
    }),
    ticket: t.expose('ticket', { type: Ticket, description: '事件现在的样子 / The ticket as it is now' }),
  })),
  'TRANSITION_FORBIDDEN',
);
export const FindingPlaceMissing = refusalKind('FindingPlaceMissing', '没有说在哪里发现的 / The place where it was found is required');

export const ticketGone = say('没有找到这个事件。', 'Ticket not found.');
export const assigneeUnknown = say('没有找到这位工作人员，或已不在岗。', 'Staff member not found, or no longer on duty.');
export const positionWrong = say('这不是有效的位置，请刷新页面。', 'The position is not valid. Reload the page.');
export const filesWrong = (most: number) =>
  say(
    `最多 ${most} 个附件，须是自己刚上传、还没有用过的。请重新上传。`,
    `Attach at most ${most} files that you uploaded just now and have not used yet. Upload them again.`,
  );

/** What is wrong with one field. */
const field = (name: string, code: string, zh: string, en: string) => invalid({ path: [name], code, says: say(zh, en) });
const transferHere = [
  '事件已经在这个网格或这位经办人手里。',
  'The ticket is already with this grid or person. Choose another one.',
] as const;

export const refusals = {
  notFound: notFound(ticketGone),
  mayNot: forbidden(say('只有经办这个事件的人可以这样操作。', 'Only people handling this ticket can do this.')),
  changed(current: TicketRow) {
    brandWithType(current, 'Ticket' as never);
    const says = say(
      '这个事件刚被别人处理过，请看最新情况再操作。',
      'Someone else has just updated this ticket. Check the latest version, then try again.',
    );
    return conflict(says, current);
  },
  impossible: (ticket: TicketRow) =>
    refuse(
      Transition,
      say(
        '这个事件现在的状态不能这样操作，请看最新情况。',
        'This is not possible in the ticket’s current status. Check the latest version.',
      ),
      { ticket },
    ),
  nobodyOnDuty: field('assigneeId', 'NOBODY', '现在没有人值守，请指定派给谁。', 'Nobody is on duty now. Choose who to assign.'),
  mergeIntoItself: field(
    'intoTicketId',
    'SAME',
    '不能并入自己，请选择另一个事件。',
    'A ticket cannot be merged into itself. Choose another one.',
  ),
  mergeIntoUnknown: invalid({ path: ['intoTicketId'], code: 'UNKNOWN', says: ticketGone }),
  mergeIntoEnded: field(
    'intoTicketId',
    'ENDED',
    '要并入的事件已经结束或已并入别的事件，请选择一个还在处理的。',
    'The ticket to merge into is closed or already merged. Choose one that is still open.',
  ),
  transferNowhere: field('gridId', 'ONE_OF_TWO', '请选择转到哪个网格或哪位经办人，二选一。', 'Choose either a grid or a staff member.'),
  transferToSameGrid: field('gridId', 'SAME', ...transferHere),
  transferToSamePerson: field('assigneeId', 'SAME', ...transferHere),
  gridClosed: field(
    'gridId',
    'CLOSED',
    '这个网格没有责任民警，不能转入。',
    'This grid has no responsible officer, so tickets cannot be transferred to it. Choose another grid.',
  ),
  notYetDispatched: field(
    'assigneeId',
    'NOT_DISPATCHED',
    '还没有派单，请直接派给这位经办人。',
    'The ticket has not been dispatched yet. Dispatch it to this person instead.',
  ),
  photoNeeded: field('attachmentIds', 'REQUIRED', '请拍一张处置后的照片。', 'Take a photo of the result.'),
  filesUnknown: (most: number) => invalid({ path: ['attachmentIds'], code: 'UNKNOWN', says: filesWrong(most) }),
  keyNeeded: field(
    'idempotencyKey',
    'REQUIRED',
    '请带上 Idempotency-Key 请求头：重试时同一件事只立一单。',
    'Send an Idempotency-Key header, so that a retry does not create a second ticket.',
  ),
  placeMissing: refuse(
    FindingPlaceMissing,
    say('请说明在哪里发现的：选一个巡逻点，或用现在的位置。', 'Say where it was found: choose a point, or use your location.'),
  ),
  nobodyToCall: notFound(say('这个事件没有可以联系的上报人。', 'This ticket has no reporter to call.')),
  noRelay: field('ticketId', 'NO_RELAY', '没有配置中转电话。', 'No call relay is configured. Ask an administrator.'),
  ownPhoneMissing: field(
    'ticketId',
    'NO_PHONE',
    '您的资料里没有电话，请管理员补上再打。',
    'Your phone number is not on record. Ask an administrator to add it.',
  ),
  nobodyToReveal: notFound(say('这个事件没有可查看的上报人。', 'This ticket has no reporter to reveal.')),
} as const;
