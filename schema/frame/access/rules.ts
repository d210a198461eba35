// How a question about rights is decided. The rights themselves are declared by the modules; nothing else decides.

import { type Action, RIGHTS } from '../../modules.ts';
import type { Condition, Rights, Role } from '../roles.ts';
import type { Viewer } from './viewer.ts';

/** What the question is about. Leave out what does not matter; null: has none. */
export interface Subject {
  /** Whose it is. */
  residentId?: string | null;
  guardianId?: string | null;
  gridId?: string | null;
  communityId?: string | null;
  /** The team of volunteers it belongs to. */
  teamId?: string | null;
  /** Whether the person has agreed to be named where volunteers are honoured. */
  isNamed?: boolean;
  /** Residents who are told how it goes on. */
  followerIds?: readonly string[];
  /** Staff it was handed to. */
  assigneeId?: string | null;
  /** Staff who were called to it, because nobody had accepted it in time. */
  calledIds?: readonly string[];
  /** Whether the person has agreed that partners see it. */
  hasConsented?: boolean;
  /** Whether it is an open ticket of priority P1. */
  isUrgent?: boolean;
}

/** Why somebody may or may not; a closed list, for programs and, in words, for the page that explains. */
export const BECAUSE = {
  ROLE: '这个身份可以 / The role allows it',
  OWN: '是本人的资料 / It is their own data',
  WARD: '是所监护的人的资料 / It is their ward’s data',
  FOLLOWS: '是本人上报或关注的 / They reported or follow it',
  CAPTAIN: '是本人带的志愿队 / It belongs to a team they lead',
  NAMED: '志愿者同意署名 / The volunteer has agreed to be named',
  ASSIGNED: '已派给本人 / It is assigned to them',
  CALLED: '紧急警情呼叫了本人 / They were called to this emergency',
  ON_DUTY: '正在这个网格值守 / On duty in that grid',
  URGENT: '紧急警情正在处理 / It is an emergency that is still open',
  SCOPE: '密钥有这项权限 / The key has the required scope',
  NOT_FOR_ROLE: '这个身份没有这项权限 / The role does not have this permission',
  NOT_OWN: '不是本人的资料 / It is not their own data',
  NOT_CAPTAIN: '不是本人带的志愿队 / It does not belong to a team they lead',
  NOT_NAMED: '志愿者没有同意署名 / The volunteer has not agreed to be named',
  NOT_ASSIGNED: '没有派给本人 / It is not assigned to them',
  NOT_ON_DUTY: '此刻不在这个网格值守 / Not on duty in that grid now',
  NOT_URGENT: '不是正在处理的紧急警情 / It is not an open emergency',
  NO_SCOPE: '密钥没有这项权限 / The key does not have the required scope',
  OUTSIDE_BOUNDARY: '不在密钥的范围内 / Outside the key’s boundary',
  NO_CONSENT: '居民没有同意 / The resident has not consented',
  NO_SECOND_FACTOR: '这次登录没有通过两步验证 / This sign-in has not passed a second factor',
} as const;

export type Because = keyof typeof BECAUSE;

/** What staff who still lack their second factor may do beside what strangers may. */
const BEFORE_SECOND_FACTOR: readonly Action[] = ['devices.manage', 'password.manage', 'secondFactor.add'];

export interface Verdict {
  isAllowed: boolean;
  because: Because;
}

const yes = (because: Because): Verdict => ({ isAllowed: true, because });
const no = (because: Because): Verdict => ({ isAllowed: false, because });

/** The role in which somebody asks. */
export function roleOf(viewer: Viewer | null): Role {
  switch (viewer?.kind) {
    case undefined:
      return 'ANONYMOUS';
    case 'resident':
      return viewer.isVolunteer ? 'VOLUNTEER' : 'RESIDENT';
    case 'staff':
      return viewer.role;
    case 'partner':
      return 'PARTNER';
  }
}

/**
 * Whether the viewer may do this now, and why. Without a subject: whether they may at all, for some subject.
 */
export function decide(viewer: Viewer | null, action: Action, subject: Subject | null = null): Verdict {
  const rights: Rights = RIGHTS[action].may;
  const condition = rights[roleOf(viewer)];
  if (viewer?.kind === 'staff' && viewer.lacksSecondFactor && !BEFORE_SECOND_FACTOR.includes(action)) {
    return rights.ANONYMOUS === 'always' ? yes('ROLE') : no('NO_SECOND_FACTOR');
  }
  if (condition === undefined) return no('NOT_FOR_ROLE');
  if (condition === 'always') return yes('ROLE');
  if (condition === 'confirmed') {
    const isConfirmed = viewer?.kind === 'staff' && (viewer.isConfirmed || !viewer.hasSecondFactor);
    return isConfirmed ? yes('ROLE') : no('NO_SECOND_FACTOR');
  }
  if (typeof condition === 'object') return viewer?.kind === 'partner' ? decideKey(viewer, condition, subject) : no('NO_SCOPE');
  if (condition === 'own') return viewer?.kind === 'resident' ? decideOwn(viewer.residentId, subject) : no('NOT_OWN');
  if (condition === 'ward') return viewer?.kind === 'resident' ? decideWard(viewer.residentId, subject) : no('NOT_OWN');
  if (condition === 'captain') return viewer?.kind === 'resident' ? decideCaptain(viewer.captainOf, subject) : no('NOT_CAPTAIN');
  if (condition === 'named') return viewer?.kind === 'resident' ? decideNamed(viewer.residentId, subject) : no('NOT_NAMED');
  if (condition === 'follows') return viewer?.kind === 'resident' ? decideFollows(viewer.residentId, subject) : no('NOT_OWN');
  if (condition === 'urgent') return !subject || subject.isUrgent ? yes('URGENT') : no('NOT_URGENT');
  if (viewer?.kind !== 'staff') return no('NOT_ON_DUTY');
  if (condition === 'duty') return decideDuty(viewer.dutyGridIds, subject);
  const assigned = decideAssigned(viewer.staffId, subject);
  if (condition === 'assigned' || assigned.isAllowed) return assigned;
  if (condition !== 'handles' && subject?.calledIds?.includes(viewer.staffId)) return yes('CALLED');
  return condition === 'called' ? assigned : decideDuty(viewer.dutyGridIds, subject);
}

/** What an action reaches for somebody, as the filter of a list: the rows for which `decide` says yes. */
export interface Reach {
  isAll: boolean;
  gridIds: readonly string[];
  communityIds: readonly string[];
  /** Their own, and their wards'. */
  residentId: string | null;
  /** What was handed to them. */
  assigneeId: string | null;
  /** What they were called to. */
  calledId: string | null;
  /** Of these only what its owner has agreed to. */
  needsConsent: boolean;
}

/** The rows that a list may hold. */
export function reachOf(viewer: Viewer | null, action: Action): Reach {
  const nothing: Reach = {
    isAll: false,
    gridIds: [],
    communityIds: [],
    residentId: null,
    assigneeId: null,
    calledId: null,
    needsConsent: false,
  };
  const rights: Rights = RIGHTS[action].may;
  const condition = rights[roleOf(viewer)];
  if (!viewer || condition === undefined || !decide(viewer, action).isAllowed) return nothing;
  if (viewer.kind === 'partner') {
    const { wholeStation, gridIds, communityIds } = viewer.boundary;
    const needsConsent = typeof condition === 'object' && condition.needsConsent === true;
    return { ...nothing, isAll: wholeStation, gridIds, communityIds, needsConsent };
  }
  if (condition === 'own' || condition === 'follows')
    return viewer.kind === 'resident' ? { ...nothing, residentId: viewer.residentId } : nothing;
  if (condition === 'duty') return viewer.kind === 'staff' ? { ...nothing, gridIds: viewer.dutyGridIds } : nothing;
  if (condition === 'assigned' || condition === 'called' || condition === 'handles' || condition === 'responds') {
    if (viewer.kind !== 'staff') return nothing;
    const { staffId, dutyGridIds } = viewer;
    const gridIds = condition === 'handles' || condition === 'responds' ? dutyGridIds : [];
    const calledId = condition === 'called' || condition === 'responds' ? staffId : null;
    return { ...nothing, gridIds, assigneeId: staffId, calledId };
  }
  return { ...nothing, isAll: condition === 'always' };
}

function decideOwn(residentId: string, subject: Subject | null): Verdict {
  if (!subject || subject.residentId === residentId) return yes('OWN');
  return decideWard(residentId, subject);
}

function decideWard(residentId: string, subject: Subject | null): Verdict {
  return !subject || subject.guardianId === residentId ? yes('WARD') : no('NOT_OWN');
}

function decideCaptain(captainOf: readonly string[], subject: Subject | null): Verdict {
  const leads = subject ? subject.teamId != null && captainOf.includes(subject.teamId) : captainOf.length > 0;
  return leads ? yes('CAPTAIN') : no('NOT_CAPTAIN');
}

function decideNamed(residentId: string, subject: Subject | null): Verdict {
  const own = decideOwn(residentId, subject);
  if (own.isAllowed) return own;
  return subject?.isNamed ? yes('NAMED') : no('NOT_NAMED');
}

function decideFollows(residentId: string, subject: Subject | null): Verdict {
  return !subject || subject.followerIds?.includes(residentId) ? yes('FOLLOWS') : no('NOT_OWN');
}

function decideAssigned(staffId: string, subject: Subject | null): Verdict {
  return !subject || subject.assigneeId === staffId ? yes('ASSIGNED') : no('NOT_ASSIGNED');
}

function decideDuty(gridIds: readonly string[], subject: Subject | null): Verdict {
  const serves = subject ? subject.gridId != null && gridIds.includes(subject.gridId) : gridIds.length > 0;
  return serves ? yes('ON_DUTY') : no('NOT_ON_DUTY');
}

function decideKey(
  { scopes, boundary }: Extract<Viewer, { kind: 'partner' }>,
  { scope, needsConsent }: Extract<Condition, object>,
  subject: Subject | null,
): Verdict {
  if (!scopes.some((held) => held === scope)) return no('NO_SCOPE');
  if (!subject) return yes('SCOPE');
  const isInside =
    boundary.wholeStation ||
    (subject.gridId != null && boundary.gridIds.includes(subject.gridId)) ||
    (subject.communityId != null && boundary.communityIds.includes(subject.communityId));
  if (!isInside) return no('OUTSIDE_BOUNDARY');
  return needsConsent && !subject.hasConsented ? no('NO_CONSENT') : yes('SCOPE');
}
