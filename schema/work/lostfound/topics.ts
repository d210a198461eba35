// Live topics of lost and found.

/** Any post: new, claimed, kept, ended. */
export const LOST_FOUND_TOPIC = 'lostfound';
