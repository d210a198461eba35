// What volunteers do when something happens elsewhere.
import type { Hears } from '../frame/announcements.ts';
import { noticeTopics } from '../notices/topics.ts';
import { leaveAll } from './shifts/deeds.ts';
import { SHIFTS_TOPIC, shiftTopic } from './topics.ts';

/** Places in shifts to come are given up; who waits gets them. */
export const onLeaving: Hears<'resident.leaves'> = async (client, { residentId }, { clock }) => {
  const { shiftIds, told } = await leaveAll(client, { volunteerId: residentId, now: clock.now() });
  return [SHIFTS_TOPIC, ...shiftIds.map(shiftTopic), ...noticeTopics(told)];
};
