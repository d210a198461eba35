// What a module says of its rights: who may, and when.

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

/** When a role may, as the printed table of rights explains it. */
export const CONDITIONS = {
  always: 'in every case',
  own: 'what is theirs, or their ward’s',
  ward: 'their ward’s only',
  follows: 'what they have reported or joined',
  captain: 'what belongs to a team they lead',
  named: 'their own, and of those who have agreed to be named',
  duty: 'what lies in a grid they serve now',
  assigned: 'what was handed to them',
  called: 'what was handed to them, and emergencies that they were called to',
  responds: 'as *handles*, and emergencies that they were called to',
  handles: 'what was handed to them, or lies in a grid they serve now',
  urgent: 'while it is an emergency that is still open',
  confirmed: 'in a session that has shown a second factor, once there is one',
} as const;

/** A partner key needs the scope, which some module declares, and may within its boundary; where `needsConsent`, what its owner has agreed to. */
export type Condition = keyof typeof CONDITIONS | { scope: string; needsConsent?: true };

/** Who may, and when. An absent role may not. */
export type Rights = Partial<Record<Role, Condition>>;

/** Two languages in one text, for programs: "中文 / English". */
export type Says = `${string} / ${string}`;

export interface DeclaredRight {
  /** What the right lets somebody do. */
  says: Says;
  may: Rights;
}

export const right = (says: Says, may: Rights): DeclaredRight => ({ says, may });

export const residents = (condition: Condition): Rights => ({ RESIDENT: condition, VOLUNTEER: condition });

export const gridStaff: Rights = { GRID_WORKER: 'duty', OFFICER: 'duty' };

export const handlers: Rights = { GRID_WORKER: 'handles', OFFICER: 'handles' };

/** Handlers, and whoever an emergency has called for help. */
export const responders: Rights = { GRID_WORKER: 'responds', OFFICER: 'responds' };

export const desk: Rights = { DISPATCHER: 'always', COMMANDER: 'always' };

export const staff = (condition: Condition): Rights => ({
  GRID_WORKER: condition,
  OFFICER: condition,
  PROPERTY: condition,
  LEGAL_ADVISER: condition,
  DISPATCHER: condition,
  COMMANDER: condition,
  ADMIN: condition,
});

export const everyone = (partner: Condition): Rights => ({
  ANONYMOUS: 'always',
  ...residents('always'),
  ...staff('always'),
  PARTNER: partner,
});
