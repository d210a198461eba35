// Who may do what: the one table of rights, and how a question is put to it. Nothing else decides.
import type { Scope } from './scopes.ts';
import type { Viewer } from './viewer.ts';

/** What somebody is to the platform. */
export type Role =
  | 'ANONYMOUS'
  | 'RESIDENT'
  | 'VOLUNTEER'
  | 'GRID_WORKER'
  | 'OFFICER'
  | 'PROPERTY'
  | 'LEGAL_ADVISER'
  | 'DISPATCHER'
  | 'COMMANDER'
  | 'ADMIN'
  | 'PARTNER';

/**
 * When a role may: `always`; `own`: what is theirs, or their ward's; `ward`: their ward's only; `duty`: what lies in a grid they serve now;
 * `captain`: what belongs to a team they lead; `named`: their own, and of those who have agreed to be named; `follows`: what they have reported or joined; `assigned`: what was handed to them; `handles`: either that, or in a grid they serve now;
 * `urgent`: while it is an emergency that is still open;
 * `confirmed`: in a session that has shown a second factor, once there is one; a key's scope: what lies in its boundary,
 * and, where `needsConsent`, whose owner has agreed.
 */
type Condition =
  | 'always'
  | 'own'
  | 'ward'
  | 'follows'
  | 'captain'
  | 'named'
  | 'duty'
  | 'assigned'
  | 'handles'
  | 'urgent'
  | 'confirmed'
  | { scope: Scope; needsConsent?: true };

type Rights = Partial<Record<Role, Condition>>;

const residents = (condition: Condition): Rights => ({ RESIDENT: condition, VOLUNTEER: condition });
const gridStaff: Rights = { GRID_WORKER: 'duty', OFFICER: 'duty' };
const handlers: Rights = { GRID_WORKER: 'handles', OFFICER: 'handles' };
const desk: Rights = { DISPATCHER: 'always', COMMANDER: 'always' };
const staff = (condition: Condition): Rights => ({
  GRID_WORKER: condition,
  OFFICER: condition,
  PROPERTY: condition,
  LEGAL_ADVISER: condition,
  DISPATCHER: condition,
  COMMANDER: condition,
  ADMIN: condition,
});
const everyone = (partner: Condition): Rights => ({
  ANONYMOUS: 'always',
  ...residents('always'),
  ...staff('always'),
  PARTNER: partner,
});

/** Everybody who stays in touch with volunteers: captains for their own teams. */
const leaders: Rights = { VOLUNTEER: 'captain', GRID_WORKER: 'always', OFFICER: 'always', COMMANDER: 'always' };

/** Every right there is. An absent role may not. */
export const RIGHTS = {
  /** Read hot lists and issues. */
  'hotList.read': everyone({ scope: 'hotlist:read' }),
  /** Read how many voted, and the heat that follows from it. */
  'hotList.count': everyone({ scope: 'hotlist:vote-count' }),
  'hotIssue.vote': residents('always'),
  'hotIssue.raise': residents('always'),
  'hotIssue.close': { ...gridStaff, ...desk },
  'hotIssue.follow': residents('always'),
  /** Answer officially; whoever shares the work says how it goes on. */
  'hotIssue.answer': { OFFICER: 'duty', ...desk, PROPERTY: 'assigned' },
  /** Ask others to share the work, and say which tickets are about the same. */
  'hotIssue.share': { OFFICER: 'duty', ...desk },
  /** See which surges of votes are frozen, and why: counts, nobody's vote. */
  'surge.read': { ...gridStaff, ...desk },
  /** Freeze a surge by hand. */
  'surge.raise': { ...gridStaff, ...desk },
  /** Confirm or clear a frozen surge: not one's own. */
  'surge.decide': { OFFICER: 'duty', ...desk },
  /** Report a problem, or raise an alarm. */
  'ticket.report': { ...residents('always'), GRID_WORKER: 'always', OFFICER: 'always', ...desk, PARTNER: { scope: 'tickets:write' } },
  /** Say "me too" to what a neighbour has reported. */
  'ticket.follow': residents('always'),
  /** See that a ticket is there, and how it goes on. */
  'ticket.read': { ...residents('follows'), ...handlers, PROPERTY: 'assigned', ...desk, PARTNER: { scope: 'tickets:read' } },
  /** See what the report says, and where. */
  'ticket.readContent': { ...residents('own'), ...handlers, PROPERTY: 'assigned', ...desk, PARTNER: { scope: 'tickets:read' } },
  /** See the photos of a report: people and plates may be in them. */
  'ticket.readPhotos': { ...residents('own'), ...handlers, PROPERTY: 'assigned', ...desk, PARTNER: { scope: 'pii:read' } },
  /** See the address and the exact place: it may be the reporter's door. */
  'ticket.readAddress': { ...residents('own'), ...handlers, PROPERTY: 'assigned', ...desk },
  /** See that somebody reported it, unless anonymously: name and phone masked. */
  'ticket.readReporter': { ...residents('own'), ...handlers, ...desk },
  /**
   * See name and phone of the reporter in full, on record: whoever handles it. The desk calls over the relay; in an
   * emergency, while it is open, the dispatcher may have to ring back within seconds.
   */
  'ticket.readReporterFull': { ...residents('own'), ...handlers, DISPATCHER: 'urgent' },
  /** Call the reporter over a relay that hides both numbers. */
  'ticket.call': { ...handlers, ...desk },
  /** See who reported it anonymously, with a reason that is kept. */
  'ticket.revealReporter': { OFFICER: 'handles' },
  /** Watch a board: counts, who is on duty, what happened, who looks. */
  'ticket.watch': { GRID_WORKER: 'always', OFFICER: 'always', ...desk },
  /** See what the street works on, and a ticket by its shared link: nothing personal. */
  'ticket.readPublic': everyone({ scope: 'tickets:read' }),
  /** Take lists away as a file, on record. */
  'ticket.export': { OFFICER: 'always', ...desk, PARTNER: { scope: 'tickets:read' } },
  'ticket.triage': { ...handlers, ...desk },
  /** Dispatch, transfer, merge, reject. */
  'ticket.direct': { OFFICER: 'handles', ...desk },
  /** Accept or decline, depart, arrive, resolve. */
  'ticket.work': { GRID_WORKER: 'assigned', OFFICER: 'assigned', PROPERTY: 'assigned' },
  'ticket.mediate': handlers,
  /** Ask the reporter, while the clocks stand still. */
  'ticket.ask': { ...handlers, ...desk },
  'ticket.note': { ...residents('follows'), ...handlers, PROPERTY: 'assigned', ...desk },
  /** See patrol plans, who walks them and what was found. */
  'patrolPlan.read': { ...handlers, ...desk },
  /** Propose, edit, and say who walks. */
  'patrolPlan.make': { ...gridStaff, ...desk },
  'patrolPlan.approve': { OFFICER: 'duty', COMMANDER: 'always' },
  /** Walk a plan, and report what is found on the way. */
  'patrolPlan.walk': handlers,
  /** See one's own account of points. */
  'points.read': residents('own'),
  /** Give points for a reason of its own. */
  'points.award': { COMMANDER: 'always' },
  /** See what points buy. */
  'reward.read': everyone({ scope: 'volunteers:read' }),
  'reward.redeem': residents('always'),
  'reward.manage': { COMMANDER: 'always', ADMIN: 'always' },
  /** See one's own vouchers, with their codes. */
  'redemption.read': residents('own'),
  /** Hand out what a voucher is for. */
  'voucher.use': { GRID_WORKER: 'always', OFFICER: 'always', ...desk },
  /** See teams, shifts, posts and what they earn: no names. */
  'shift.read': everyone({ scope: 'volunteers:read' }),
  /** Take places in shifts, check in and out. */
  'shift.serve': { VOLUNTEER: 'always' },
  /** Make shifts, change and cancel them, read the code out. */
  'shift.manage': leaders,
  /** See who is in a shift, who waits, and who came. */
  'shift.readRoster': { VOLUNTEER: 'always', ...staff('always') },
  /** See that somebody is a volunteer, and their name. */
  'volunteer.readName': {
    RESIDENT: 'named',
    VOLUNTEER: 'always',
    ...staff('always'),
    PARTNER: { scope: 'volunteers:read', needsConsent: true },
  },
  /** Show the code of a post to those who come. */
  'post.show': { VOLUNTEER: 'captain', GRID_WORKER: 'always', OFFICER: 'always', ...desk, PROPERTY: 'always' },
  'volunteer.apply': residents('own'),
  /** See somebody's application, training and insurance. */
  'volunteer.read': { ...residents('own'), GRID_WORKER: 'always', OFFICER: 'always', COMMANDER: 'always' },
  /** See what they have confided about their health. */
  'volunteer.readHealth': { ...residents('own'), OFFICER: 'always', COMMANDER: 'always' },
  /** Decide on applications, certify training, note insurance, run teams and posts. */
  'volunteer.manage': { OFFICER: 'always', COMMANDER: 'always' },
  /** Have a paper made out about one's service. */
  'certificate.issue': { ...residents('own'), OFFICER: 'always', COMMANDER: 'always' },
  /** See whether such a paper holds, by its check code. */
  'certificate.verify': everyone({ scope: 'volunteers:read' }),
  /** Thank a team, or one of it. */
  'praise.give': { ...residents('always'), ...staff('always') },
  /** Nominate the star of the month, and vote. */
  'star.vote': residents('always'),
  /** See how grids and teams are doing, by numbers. */
  'kpi.read': { GRID_WORKER: 'always', OFFICER: 'always', ...desk, ADMIN: 'always' },
  /** Say what shifts earn. */
  'payRule.manage': { COMMANDER: 'always' },
  /** What happened to one's own tickets, and pushes about it. */
  'notifications.read': { ...residents('always'), ...staff('always') },
  'ticket.urge': residents('follows'),
  /** Confirm and rate, withdraw, appeal. */
  'ticket.answer': residents('own'),
  'ticket.reopen': { ...residents('own'), ...desk },
  'ticket.escalate': desk,
  /** See that a resident is there: name and phone masked. */
  'resident.read': { ...residents('own'), ...gridStaff, ...desk, ADMIN: 'always', PARTNER: { scope: 'people:read' } },
  /** See name, phone, address and birth date in full. */
  'resident.readFull': { ...residents('own'), ...gridStaff, COMMANDER: 'always', PARTNER: { scope: 'pii:read', needsConsent: true } },
  /** See an identity number in full, with a reason that is kept. */
  'resident.revealNumber': { OFFICER: 'duty', COMMANDER: 'always' },
  /** State one's real name; a guardian does it for a ward. */
  'realName.apply': residents('own'),
  /** Say yes or no to a minor who names one as guardian. */
  'guardianship.decide': residents('ward'),
  /** See what an application says. */
  'realName.read': { ...residents('own'), ...gridStaff, COMMANDER: 'always' },
  /** List the applications of the grids one serves. */
  'realName.queue': { ...gridStaff, COMMANDER: 'always' },
  'realName.decide': gridStaff,
  /** Own consents, export, erasure, and who looked. */
  'account.manage': residents('own'),
  /** See and sign out own devices. */
  'devices.manage': { ...residents('always'), ...staff('always') },
  /** Own password, passkeys. */
  'password.manage': staff('always'),
  /** Add an authenticator or a passkey: not with a stolen password alone, where there is one already. */
  'secondFactor.add': staff('confirmed'),
  /** See who works here, and their duties. */
  'staff.read': { DISPATCHER: 'always', COMMANDER: 'always', ADMIN: 'always' },
  'people.manage': { ADMIN: 'always' },
  'duty.manage': { COMMANDER: 'always', ADMIN: 'always' },
  'keys.manage': { ADMIN: 'always' },
  'rights.explain': { ADMIN: 'always' },
  'audit.read': { COMMANDER: 'always', ADMIN: 'always' },
} as const satisfies Record<string, Rights>;

export type Action = keyof typeof RIGHTS;

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
  const rights: Rights = RIGHTS[action];
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
  return condition === 'assigned' || assigned.isAllowed ? assigned : decideDuty(viewer.dutyGridIds, subject);
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
  /** Of these only what its owner has agreed to. */
  needsConsent: boolean;
}

/** The rows that a list may hold. */
export function reachOf(viewer: Viewer | null, action: Action): Reach {
  const nothing: Reach = { isAll: false, gridIds: [], communityIds: [], residentId: null, assigneeId: null, needsConsent: false };
  const rights: Rights = RIGHTS[action];
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
  if (condition === 'assigned' || condition === 'handles') {
    const gridIds = viewer.kind === 'staff' && condition === 'handles' ? viewer.dutyGridIds : [];
    return viewer.kind === 'staff' ? { ...nothing, gridIds, assigneeId: viewer.staffId } : nothing;
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
  if (!scopes.includes(scope)) return no('NO_SCOPE');
  if (!subject) return yes('SCOPE');
  const isInside =
    boundary.wholeStation ||
    (subject.gridId != null && boundary.gridIds.includes(subject.gridId)) ||
    (subject.communityId != null && boundary.communityIds.includes(subject.communityId));
  if (!isInside) return no('OUTSIDE_BOUNDARY');
  return needsConsent && !subject.hasConsented ? no('NO_CONSENT') : yes('SCOPE');
}
