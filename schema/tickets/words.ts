// Sentences about tickets, in the person's language.
import type { Language } from '../context.ts';

const words = {
  zh: {
    notFound: '没有找到这个事件。',
    changed: '这个事件刚被别人处理过，请看最新情况再操作。',
    impossible: '这个事件现在的状态不能这样操作，请看最新情况。',
    mayNot: '只有经办这个事件的人可以这样操作。',
    reasonForm: '请写明原因，2–500 个字。',
    resultForm: '请写明处置结果，2–1000 个字。',
    textForm: '请写 1–1000 个字。',
    ratingForm: '评价为 1 到 5 级。',
    assigneeUnknown: '没有找到这位工作人员，或已不在岗。',
    nobodyOnDuty: '现在没有人值守，请指定派给谁。',
    mergeIntoItself: '不能并入自己，请选择另一个事件。',
    mergeIntoEnded: '要并入的事件已经结束或已并入别的事件，请选择一个还在处理的。',
    transferNowhere: '请选择转到哪个网格或哪位经办人，二选一。',
    transferHere: '事件已经在这个网格或这位经办人手里。',
    gridClosed: '这个网格没有责任民警，不能转入。',
    notYetDispatched: '还没有派单，请直接派给这位经办人。',
    pushWrong: '这不是有效的推送订阅，请重新开启。',
    nobodyToReveal: '这个事件没有可查看的上报人。',
    photoNeeded: '请拍一张处置后的照片。',
    attachmentsWrong: (most: number) => `最多 ${most} 个附件，须是自己刚上传、还没有用过的。请重新上传。`,
  },
  en: {
    notFound: 'This ticket was not found.',
    changed: 'Somebody else has just worked on this ticket. Look at it as it is now, then act.',
    impossible: 'This cannot be done while the ticket stands as it does. Look at it as it is now.',
    mayNot: 'Only those who handle this ticket may do this.',
    reasonForm: 'Write the reason, 2–500 characters.',
    resultForm: 'Write what was done, 2–1,000 characters.',
    textForm: 'Write 1–1,000 characters.',
    ratingForm: 'A rating is 1 to 5.',
    assigneeUnknown: 'This member of staff was not found, or works here no more.',
    nobodyOnDuty: 'Nobody is on duty now. Choose whom to send.',
    mergeIntoItself: 'A ticket cannot be merged into itself. Choose another one.',
    mergeIntoEnded: 'The ticket to merge into has ended or was merged itself. Choose one that is still open.',
    transferNowhere: 'Choose a grid or a member of staff, one of the two.',
    transferHere: 'The ticket is there already.',
    gridClosed: 'This grid has no responsible officer: nothing can be transferred to it.',
    notYetDispatched: 'It was not dispatched yet: dispatch it to them.',
    pushWrong: 'This is no valid subscription. Turn pushes on again.',
    nobodyToReveal: 'This ticket has no reporter to reveal.',
    photoNeeded: 'Take a photo of what it looks like now.',
    attachmentsWrong: (most: number) => `At most ${most} files, sent by yourself just now and used nowhere. Send them again.`,
  },
} as const;

/** The sentences of a language. */
export const ticketWords = (language: Language) => words[language];
