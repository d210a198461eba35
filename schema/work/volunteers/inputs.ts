// What mutations about volunteers take: people, teams and shifts by their ids, and when and where something is.

import { isOnEarth } from '../../commons/grids/rules.ts';
import { checked, dateTime, group, id, optional, row, scalar, wrong } from '../../frame/inputs.ts';
import { rowFor } from '../../frame/rows.ts';
import { seat } from '../../frame/seat.ts';
import type { VolunteerRow } from './people/store.ts';
import { evidenceMissing, inThePast, notYourTeam, routeGone, shiftGone, teamGone, volunteerGone } from './refusals.ts';
import type { ShiftRow } from './shifts/store.ts';
import type { TeamRow } from './teams/store.ts';

export const volunteer = row<VolunteerRow>('Volunteer', '志愿者编号 / ID of the volunteer', volunteerGone);
export const volunteerId = id('Volunteer', '志愿者编号 / ID of the volunteer', volunteerGone);
export const shiftId = id('Shift', '班次编号 / ID of the shift', shiftGone);

/** A route that a team patrols in its shifts. Routes are kept by a module above. */
export const teamRoute = seat<{ id: string; teamId: string | null; retiredAt: Date | null }>(
  '走哪条巡逻路线；不填为不巡 / ID of the patrol route; omitted: none',
  routeGone,
);

/** A team that the caller leads, or plans for. */
export const ownTeam = rowFor<TeamRow>('shift.manage', {
  typename: 'Team',
  says: '队编号 / ID of the team',
  gone: teamGone,
  subjectOf: ({ id: teamId }) => ({ teamId }),
  otherwise: notYourTeam,
});

/** A shift of such a team. */
export const ownShift = rowFor<ShiftRow>('shift.manage', {
  typename: 'Shift',
  says: '班次编号 / ID of the shift',
  gone: shiftGone,
  subjectOf: ({ teamId }) => ({ teamId }),
  otherwise: notYourTeam,
});

/** The version that a change is based on. */
export const version = scalar('Int', '看到的版本 / The version the change is based on');

/** When something begins, later than now. */
export const future = (says: string) =>
  checked(dateTime(says), (at, { services }) => (at > services.clock.now() ? at : wrong('OUT_OF_RANGE', inThePast)));

export const COORDINATES = {
  longitude: scalar('Float', '经度，WGS 84 / Longitude'),
  latitude: scalar('Float', '纬度，WGS 84 / Latitude'),
};

const position = group(
  'CheckInPositionInput',
  { type: '手机的位置：只用来算距离，不保存 / The phone’s location; only the distance is kept', says: '手机的位置 / The phone’s location' },
  {
    ...COORDINATES,
    accuracyMetres: scalar('Float', '误差，米 / Accuracy, in metres', { otherwise: 0 }),
  },
);

/** Where a phone says that it is: somewhere on the earth. */
export const positionOf = (says: string) =>
  optional(checked(position.as(says), (at) => (isOnEarth(at) ? at : wrong('OUT_OF_RANGE', evidenceMissing))));
