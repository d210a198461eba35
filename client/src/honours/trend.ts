// What a chart of figures by month shows: which numbers, on which scale, and how a month stands against the one before it.
import type { FiguresOfMonthFragment } from '../generated/honours/graphql.ts';

/** Figures that are drawn, called as in the tables. */
export const MEASURES = ['onTime', 'ended', 'arrival', 'rating', 'reopened', 'tickets', 'service'] as const;
export type Measure = (typeof MEASURES)[number];

const READ: Record<Measure, (row: FiguresOfMonthFragment) => number | null> = {
  onTime: (row) => row.onTimeShare,
  ended: (row) => row.endedShare,
  reopened: (row) => row.reopenedShare,
  arrival: (row) => row.medianArrivalMinutes,
  rating: (row) => row.averageRating,
  tickets: (row) => row.ticketCount,
  service: (row) => row.volunteerMinutes / 60,
};

const SHARES: readonly Measure[] = ['onTime', 'ended', 'reopened'];

export const isShare = (measure: Measure) => SHARES.includes(measure);

/** Of so few a share or a median says little. */
export const FEW = 10;

/** Counts are what they are; all else is taken of tickets. */
const isOfTickets = (measure: Measure) => measure !== 'tickets' && measure !== 'service';

export interface Point {
  month: string;
  value: number | null;
  /** Too few tickets to say much. */
  isFew: boolean;
}

export const pointsOf = (rows: readonly FiguresOfMonthFragment[], measure: Measure): Point[] =>
  rows.map((row) => ({ month: row.month, value: READ[measure](row), isFew: isOfTickets(measure) && row.ticketCount < FEW }));

export interface Scale {
  low: number;
  top: number;
}

/** Of a scale that does not begin at nothing: its end, and the steps in which it begins. */
const ENDS: Partial<Record<Measure, readonly [top: number, step: number]>> = { onTime: [1, 0.1], ended: [1, 0.1], rating: [5, 0.5] };

/**
 * The scale of charts: counts and times begin at nothing; large shares and ratings where there is something to see. Months of few
 * tickets do not stretch it: they are drawn at its edge.
 */
export function scaleOf(measure: Measure, points: readonly Point[], target: number | null = null): Scale {
  const numbers = (some: readonly Point[]) => some.flatMap(({ value }) => value ?? []);
  const solid = numbers(points.filter(({ isFew }) => !isFew));
  const values = solid.length > 0 ? solid : numbers(points);
  const [top, step] = ENDS[measure] ?? [];
  if (top === undefined || step === undefined) return { low: 0, top: Math.max(...values, 0) * 1.1 || 1 };
  const least = Math.min(...values, target ?? top, top - step);
  return { low: Math.max(0, Math.floor(least / step + 1e-9) * step), top };
}

/** A point's place in a box of 100 by 100, from its upper left corner. */
export interface Spot {
  x: number;
  y: number;
}

export const heightOf = (value: number, { low, top }: Scale) => 100 - ((Math.min(Math.max(value, low), top) - low) / (top - low)) * 100;

export function spotOf(points: readonly Point[], index: number, scale: Scale): Spot | null {
  const value = points[index]?.value ?? null;
  if (value === null) return null;
  return { x: points.length === 1 ? 50 : (index / (points.length - 1)) * 100, y: heightOf(value, scale) };
}

/** Lines through the points, as SVG reads them; a month without a number ends one. A lonely point is a line of no length. */
export function linesThrough(points: readonly Point[], scale: Scale): string[] {
  const lines: string[][] = [];
  let isOpen = false;
  for (const index of points.keys()) {
    const spot = spotOf(points, index, scale);
    if (spot) {
      if (!isOpen) lines.push([]);
      lines.at(-1)?.push(`${spot.x.toFixed(2)},${spot.y.toFixed(2)}`);
    }
    isOpen = spot !== null;
  }
  return lines.map((line) => (line.length === 1 ? [...line, ...line] : line).join(' '));
}

/** How the last month stands against the one before; null: one of them has no number, few tickets, or goes on. */
export function changeOf(points: readonly Point[], isOver: boolean): number | null {
  const [before, now] = points.slice(-2);
  if (!isOver || !before || !now || before.isFew || now.isFew || before.value === null || now.value === null) return null;
  return now.value - before.value;
}
