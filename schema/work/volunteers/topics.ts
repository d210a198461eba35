// Live topics of volunteers' shifts.

/** Any shift: a place taken, a new one, one cancelled. */
export const SHIFTS_TOPIC = 'shifts';

/** Who walks where, and plans of it: for the desk. */
export const PATROLS_TOPIC = 'patrols';

/** One shift. */
export const shiftTopic = (id: string) => `shift:${id}`;

/** Applications, and service that the clock has ended: for those who look at both. */
export const VOLUNTEER_DESK_TOPIC = 'volunteers:desk';
