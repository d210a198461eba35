// Who is asking.
import type { RealNameStatus, StaffRole } from '../../../prisma/client/enums.ts';
import type { Scope } from '../../modules.ts';

/** What every signed-in person has. */
interface Person {
  /** The session's row, for "this device". */
  sessionId: string;
  userId: string;
}

export interface ResidentViewer extends Person {
  kind: 'resident';
  residentId: string;
  name: string;
  homeGridId: string | null;
  isVolunteer: boolean;
  /** Teams they lead. */
  captainOf: readonly string[];
  realNameStatus: RealNameStatus;
}

export interface StaffViewer extends Person {
  kind: 'staff';
  staffId: string;
  name: string;
  title: string;
  role: StaffRole;
  /** Grids served at this moment. */
  dutyGridIds: readonly string[];
  /** Has an authenticator or a passkey. */
  hasSecondFactor: boolean;
  /** This session was opened with one of them. */
  isConfirmed: boolean;
  /** The role demands a second factor and this session has shown none: no rights until it has. */
  lacksSecondFactor: boolean;
}

/** A partner program, known by its key. */
export interface PartnerViewer {
  kind: 'partner';
  keyId: string;
  partnerId: string;
  name: string;
  scopes: readonly Scope[];
  boundary: Boundary;
}

/** Where a key may look. */
interface Boundary {
  wholeStation: boolean;
  communityIds: readonly string[];
  gridIds: readonly string[];
}

export type Viewer = ResidentViewer | StaffViewer | PartnerViewer;

/** Live topic to touch when rights change: sessions, keys, duties, roles. Open sockets check again immediately. */
export const RIGHTS_TOPIC = 'people:rights';
/** Touched once an open socket's viewer has changed: views that show their rights are refreshed. */
export const RIGHTS_SEEN_TOPIC = 'people:rights-seen';
