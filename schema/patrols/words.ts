// Sentences about patrol plans, in the person's language.
import type { Language } from '../context.ts';
import type { TimeWindow } from './hours.ts';

const clock = ({ from, to }: TimeWindow) => `${String(from).padStart(2, '0')}:00–${String(to).padStart(2, '0')}:00`;

const words = {
  zh: {
    planNotFound: '没有找到这个巡逻计划，可能已被取消。',
    mayNotMake: '只有这个网格的民警、网格员或指挥室可以排巡逻计划。',
    mayNotApprove: '只有这个网格的民警或所长可以批准巡逻计划。',
    mayNotWalk: '这个计划没有派给您。请让排计划的人把您加上。',
    withoutRoute: '这个计划还没有路线，请先加上至少两个巡逻点再批准。',
    secondApprover: '巡逻计划须两个人同意：提出的人和另一位批准的人。请同事来批准。',
    changed: '这个计划刚被别人改过或已批准，请看过现在的内容再操作。',
    frozen: '这个议题的投票激增还没核实，核实前不能据此安排巡逻。',
    issueClosed: '这个议题已经办结，不用再安排巡逻。',
    notInForce: '这个计划还没批准，或已过期，不能再签到。请看最新的计划。',
    stepTimeWrong: '时间与实际不符，请检查手机时间；补传须在两天以内。',
    elsewhere: '您正在另一条路线上巡逻，请先结束那一条。',
    placeMissing: '请说明在哪里发现的：选一个巡逻点，或用现在的位置。',
    windowsWrong: (most: number) => `时间段须为整点，1 到 ${most} 段。`,
    walkersWrong: '只能派民警、网格员或巡逻队。',
    pointNotFound: '没有找到这个巡逻点。',
    codeWrong: '这不是这个巡逻点的码，请扫贴在这里的二维码，或用现在的位置。',
    announcement: (places: string[], windows: TimeWindow[]) =>
      `已排好巡逻：${places.join('、')}；每天 ${windows.map(clock).join('、')}，为期一周。`,
  },
  en: {
    planNotFound: 'Patrol plan not found. It may have been cancelled.',
    mayNotMake: 'Only the officer or grid worker on duty in this grid, or the dispatch desk, can plan its patrols.',
    mayNotApprove: 'Only the officer on duty in this grid, or the commander, can approve its patrols.',
    mayNotWalk: 'This plan is not assigned to you. Ask the person who made it to add you.',
    withoutRoute: 'This plan has no route yet. Add at least two points, then approve it.',
    secondApprover: 'A patrol plan needs two people: one proposes it and another approves it. Ask a colleague to approve it.',
    changed: 'Someone has just changed or approved this plan. Check the current version, then try again.',
    frozen: 'This issue’s votes are under review. It cannot be used for patrols until the review is done.',
    issueClosed: 'This issue is closed, so no patrol is needed.',
    notInForce: 'This plan is not approved yet, or has expired. See the latest plan.',
    stepTimeWrong: 'The time cannot be right. Check your phone’s clock; visits recorded offline must be sent within two days.',
    elsewhere: 'You are on another patrol. End it first.',
    placeMissing: 'Say where it was found: choose a point, or use your location.',
    windowsWrong: (most: number) => `Choose 1 to ${most} times, each from one whole hour to another.`,
    walkersWrong: 'Only officers, grid workers and patrol teams can be assigned.',
    pointNotFound: 'Patrol point not found.',
    codeWrong: 'This is not the code for this point. Scan the code posted here, or use your location.',
    announcement: (places: string[], windows: TimeWindow[]) =>
      `Patrols scheduled: ${places.join(', ')}; every day ${windows.map(clock).join(', ')}, for a week.`,
  },
} as const;

export const patrolWords = (language: Language) => words[language];
