// What volunteers do when something happens elsewhere.

import { noticeTopics } from '../../commons/notices/topics.ts';
import type { Hears } from '../../frame/announcements.ts';
import { leaveAll } from './shifts/deeds.ts';
import { SHIFTS_TOPIC, shiftTopic, VOLUNTEER_DESK_TOPIC } from './topics.ts';

/** Places in shifts to come are given up; who waits gets them. */
export const onLeaving: Hears<'resident.leaves'> = async (client, { residentId }, { clock }) => {
  const { shiftIds, told } = await leaveAll(client, { volunteerId: residentId, now: clock.now() });
  return [SHIFTS_TOPIC, VOLUNTEER_DESK_TOPIC, ...shiftIds.map(shiftTopic), ...noticeTopics(told)];
};
