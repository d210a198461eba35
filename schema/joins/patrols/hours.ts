// At what time of the day a patrol meets what is reported. Pure.

/** Hours of the wall clock, `from` until before `to`; across midnight `to` is the smaller one. */
export interface TimeWindow {
  from: number;
  to: number;
}

const HOURS = 24;
/** A patrol lasts so long. */
const WINDOW_HOURS = 2;
/** Neighbouring hours count half: nobody looks at the clock before calling. */
const SMOOTHING = [0.5, 1, 0.5] as const;

/** Where nothing is known: the evening, when most are at home and it is dark. */
export const EVENING: TimeWindow = { from: 20, to: 22 };

/**
 * The windows in which most is reported, the busiest first, none overlapping another.
 * @param hours hour of the wall clock of each report, 0–23
 * @param most how many windows; a second one only where it has at least half as many reports as the first
 */
export function windowsOf(hours: readonly number[], most = 2): TimeWindow[] {
  if (hours.length === 0) return [EVENING];
  const counts = new Array<number>(HOURS).fill(0);
  for (const hour of hours) counts[hour % HOURS] = (counts[hour % HOURS] ?? 0) + 1;
  const at = (hour: number) => counts[(hour + HOURS) % HOURS] ?? 0;
  const smooth = counts.map((_, hour) => SMOOTHING.reduce((sum, part, offset) => sum + part * at(hour + offset - 1), 0));
  const busy = (from: number) => Array.from({ length: WINDOW_HOURS }, (_, n) => smooth[(from + n) % HOURS] ?? 0).reduce((a, b) => a + b, 0);
  const starts = Array.from({ length: HOURS }, (_, from) => from).sort((a, b) => busy(b) - busy(a) || a - b);
  const [first = EVENING.from] = starts;
  const chosen = [first];
  for (const from of starts) {
    if (chosen.length >= most || busy(from) < busy(first) / 2) break;
    if (chosen.every((other) => hoursBetween(from, other) >= WINDOW_HOURS)) chosen.push(from);
  }
  return chosen.map((from) => ({ from, to: (from + WINDOW_HOURS) % HOURS }));
}

/** On the face of the clock, the shorter way. */
function hoursBetween(a: number, b: number): number {
  const apart = Math.abs(a - b);
  return Math.min(apart, HOURS - apart);
}
