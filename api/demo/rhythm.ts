// How lively the demo street is through the day.

/** The street's clock is eight hours ahead of UTC. */
const LOCAL_OFFSET_HOURS = 8;

/** Of each local hour: asleep at night, a rise at noon, a peak after supper. */
export const RHYTHM = [2, 1, 1, 1, 1, 3, 8, 14, 16, 12, 11, 13, 18, 14, 10, 10, 12, 16, 24, 32, 34, 28, 16, 6];

export const localHour = (at: Date): number => (at.getUTCHours() + LOCAL_OFFSET_HOURS) % 24;
