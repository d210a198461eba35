// What tickets do when something happens elsewhere.
import type { Hears } from '../../frame/announcements.ts';
import { TICKETS_TOPIC } from './topics.ts';

/** Whoever looks at a ticket of theirs sees it without them. */
export const onErased: Hears<'resident.erased'> = async () => [TICKETS_TOPIC];
