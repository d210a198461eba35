// Live topics of tickets.

/** Touched after every commit that wrote events. */
export const TICKETS_TOPIC = 'tickets';
