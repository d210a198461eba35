// Live topics of volunteers' shifts.

/** Any shift: a place taken, a new one, one called off. */
export const SHIFTS_TOPIC = 'shifts';

/** One shift. */
export const shiftTopic = (id: string) => `shift:${id}`;
