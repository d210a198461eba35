// Moments of a test, by the clock of the street.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * When the clocks in Shanghai show `hour` tomorrow. A held clock begins there: after the demo was made, whatever day and
 * hour that was.
 */
export function tomorrowAt(hour: number): Date {
  const midnight = Math.floor((Date.now() + 8 * HOUR) / DAY) * DAY - 8 * HOUR;
  return new Date(midnight + DAY + hour * HOUR);
}
