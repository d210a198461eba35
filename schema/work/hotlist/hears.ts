// What the hot list does when something happens elsewhere.
import type { Hears } from '../../frame/announcements.ts';
import { countWaitingVotes } from './ballots.ts';
import { decayRate, topicsOf } from './rules.ts';

/** Votes that waited for a real name count, each from the time it was cast. */
export const onVerified: Hears<'resident.verified'> = async (client, { residentId }, { settings }) =>
  (await countWaitingVotes(client, residentId, decayRate(settings))).flatMap(topicsOf);
