// How patrols are shared out over grids. What residents report decides, never what patrols find where they were sent:
// that would send them there again and again. Pure functions.
// Ensign, Friedler, Neville, Scheidegger, Venkatasubramanian: Runaway Feedback Loops in Predictive Policing, PMLR 81 (2018).
import type { TicketSource } from '../../../prisma/client/enums.ts';

/** Something that was reported, as far as targeting looks at it. */
export interface ReportedPlace {
  gridId: string;
  /** Milliseconds since the epoch. */
  at: number;
  source: TicketSource;
}

/** Found because somebody was sent there: it says nothing about what else there is. */
const SENT_FOR: TicketSource = 'PATROL';

const WEEK = 7 * 86_400_000;
/** After so long a report weighs half. */
const HALF_LIFE_MS = 4 * WEEK;
/** As if each grid had had so many reports before: a quiet week does not empty a grid of patrols. */
const PRIOR = 5;
/** Votes may double what reports ask for, and no more: attention is not for sale. */
const MOST_BY_VOTES = 1;
/** This share of patrols goes anywhere, so that what nobody reports is seen, too. */
export const RANDOM_SHARE = 0.1;

export interface Demand {
  gridIds: readonly string[];
  reports: readonly ReportedPlace[];
  /** Share of the street's heat that each grid's issues have, frozen ones left out; 0–1. */
  heatShares: ReadonlyMap<string, number>;
}

/** How much each grid asks for: its decayed reports, more where its issues are hot. */
export function demandOf({ gridIds, reports, heatShares }: Demand, now: number): Map<string, number> {
  const demand = new Map(gridIds.map((id) => [id, PRIOR]));
  for (const { gridId, at, source } of reports) {
    const before = demand.get(gridId);
    if (before === undefined || source === SENT_FOR || at > now) continue;
    demand.set(gridId, before + 2 ** ((at - now) / HALF_LIFE_MS));
  }
  for (const [gridId, wanted] of demand) demand.set(gridId, wanted * (1 + MOST_BY_VOTES * (heatShares.get(gridId) ?? 0)));
  return demand;
}

/** Why a patrol goes to a grid. */
export type TargetReason = 'DEMAND' | 'RANDOM';

export interface Target {
  gridId: string;
  reason: TargetReason;
}

/**
 * Shares `patrols` out: RANDOM_SHARE of them anywhere with equal chances, the others by demand. Systematic sampling: each grid gets
 * its share to within one patrol, and over the days exactly.
 * @param random uniform in [0, 1)
 */
export function shareOut(demand: ReadonlyMap<string, number>, patrols: number, random: () => number): Target[] {
  const grids = [...demand];
  const total = grids.reduce((sum, [, wanted]) => sum + wanted, 0);
  if (grids.length === 0 || total <= 0) return [];
  const anywhere = Array.from({ length: patrols }, () => random() < RANDOM_SHARE);
  const byDemand = anywhere.filter((isRandom) => !isRandom).length;
  const step = total / Math.max(1, byDemand);
  let next = random() * step;
  let passed = 0;
  const targets: Target[] = [];
  for (const [gridId, wanted] of grids) {
    for (passed += wanted; next < passed && targets.length < byDemand; next += step) targets.push({ gridId, reason: 'DEMAND' });
  }
  for (const isRandom of anywhere) {
    const [gridId] = grids[Math.floor(random() * grids.length)] ?? [];
    if (isRandom && gridId !== undefined) targets.push({ gridId, reason: 'RANDOM' });
  }
  return targets;
}
