// Why a patrol cannot be planned or walked.

import { conflict, forbidden, invalid, notFound, refusalKind, refuse } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';
import { CheckInTime, NotCheckedIn, routeGone } from '../../work/volunteers/refusals.ts';
import { SurgeFrozen } from '../answers/refusals.ts';

export const PlanWithoutRoute = refusalKind('PlanWithoutRoute', '计划没有路线，不能批准 / A plan without a route cannot be approved');
export const SecondApprover = refusalKind(
  'SecondApprover',
  '须另一人批准，自己提出的不能只由自己批准 / A second person must also approve it',
);
export const PlanNotInForce = refusalKind('PlanNotInForce', '计划未批准或已过期，不能签到 / The plan is not approved, or has expired');

export const planGone = say('没有找到这个巡逻计划，可能已被取消。', 'Patrol plan not found. It may have been cancelled.');
export const pointGone = say('没有找到这个巡逻点。', 'Patrol point not found.');
export const mayNotMake = say(
  '只有这个网格的民警、网格员或指挥室可以排巡逻计划。',
  'Only the officer or grid worker on duty in this grid, or the dispatch desk, can plan its patrols.',
);
export const refusals = {
  routeNotFound: notFound(routeGone),
  pointNotFound: notFound(pointGone),
  mayNotMake: forbidden(mayNotMake),
  withoutRoute: refuse(
    PlanWithoutRoute,
    say('这个计划还没有路线，请先加上至少两个巡逻点再批准。', 'This plan has no route yet. Add at least two points, then approve it.'),
  ),
  secondApprover: refuse(
    SecondApprover,
    say(
      '巡逻计划须两个人同意：提出的人和另一位批准的人。请同事来批准。',
      'A patrol plan needs two people: one proposes it and another approves it. Ask a colleague to approve it.',
    ),
  ),
  changed: conflict(
    say(
      '这个计划刚被别人改过或已批准，请看过现在的内容再操作。',
      'Someone has just changed or approved this plan. Check the current version, then try again.',
    ),
  ),
  frozen: refuse(
    SurgeFrozen,
    say(
      '这个议题的投票激增还没核实，核实前不能据此安排巡逻。',
      'This issue’s votes are under review. It cannot be used for patrols until the review is done.',
    ),
  ),
  issueClosed: conflict(say('这个议题已经办结，不用再安排巡逻。', 'This issue is closed, so no patrol is needed.')),
  notInForce: refuse(
    PlanNotInForce,
    say('这个计划还没批准，或已过期，不能再签到。请看最新的计划。', 'This plan is not approved yet, or has expired. See the latest plan.'),
  ),
  elsewhere: conflict(say('您正在另一条路线上巡逻，请先结束那一条。', 'You are on another patrol. End it first.')),
  timeWrong: refuse(
    CheckInTime,
    say(
      '时间与实际不符，请检查手机时间；补传须在两天以内。',
      'The time cannot be right. Check your phone’s clock; visits recorded offline must be sent within two days.',
    ),
  ),
  outsideService: refuse(
    CheckInTime,
    say('只能记签到以后、签退以前的巡逻。', 'Only patrols between check-in and check-out can be recorded.'),
  ),
  notCheckedIn: refuse(NotCheckedIn, say('请先签到，再记巡逻。', 'Check in first, then record the patrol.')),
  codeWrong: invalid({
    path: ['code'],
    code: 'UNKNOWN',
    says: say(
      '这不是这个巡逻点的码，请扫贴在这里的二维码，或用现在的位置。',
      'This is not the code for this point. Scan the code posted here, or use your location.',
    ),
  }),
} as const;
