// How well the guard tells planted attacks from surges that are real: thresholds from three towns, judged on the fourth, each in turn.
import { SIGNS, type Sign, THRESHOLDS, type Thresholds } from '@xieshou/schema/joins/surges/rules.ts';
import { type Moment, readTown, replay, TOWNS, type Town } from './towns.ts';

/** A rule as the evaluation sees it: how strongly a moment speaks for an attack. */
interface Detector {
  name: string;
  /** Label of the attacks that it is made for; their half is what it is fitted to. */
  against: readonly string[];
  strength(moment: Moment): number;
}

const AGAINST: Record<Sign, string[]> = {
  YOUNG_ACCOUNTS: ['attack:sock'],
  SHARED_DEVICES: ['attack:aged'],
  FROM_ELSEWHERE: ['attack:raid'],
  SAME_VOTERS: ['attack:ring'],
};
const ALL_BUT_RINGS = ['attack:sock', 'attack:aged', 'attack:raid'];
const ALL = [...ALL_BUT_RINGS, 'attack:ring'];

const OURS: Detector[] = SIGNS.map((sign) => ({
  name: sign,
  against: AGAINST[sign],
  strength: ({ evidence }) => evidence.find((found) => found.sign === sign)?.surprise ?? 0,
}));

/** What one would try first. */
const SIMPLE: Detector[] = [
  { name: 'votes in an hour', against: ALL, strength: ({ plain }) => plain.votesInAnHour },
  { name: 'young accounts in a day', against: ALL, strength: ({ plain }) => plain.young },
  { name: 'votes on shared devices in a day', against: ALL, strength: ({ plain }) => plain.shared },
  { name: 'votes on shared networks in a day', against: ALL, strength: ({ plain }) => plain.network },
  {
    name: 'share of unverified in a day, of 10 or more',
    against: ALL,
    strength: ({ plain }) => (plain.votes < 10 ? 0 : plain.unverified / plain.votes),
  },
];

/** What one issue showed to one detector: at its strongest while it was in time. */
interface Shown {
  label: string;
  /** One of the first two issues of a ring: nobody can know it yet. */
  isTooEarly: boolean;
  strength: number;
}

/** A rule is in time before half of an attack's votes are in; a ring whenever one of its issues is voted on. */
function shownBy(detector: Detector, town: Town, moments: ReadonlyMap<string, Moment[]>): Shown[] {
  const early = firstOfRings(town);
  return [...town.issues].map(([issue, { label }]) => {
    const own = moments.get(issue) ?? [];
    const half = (own.at(-1)?.planted ?? 0) / 2;
    const isTimed = ALL_BUT_RINGS.includes(label);
    const inTime = isTimed ? own.filter(({ planted }) => planted < half) : own;
    return { label, isTooEarly: early.has(issue), strength: Math.max(0, ...inTime.map(detector.strength)) };
  });
}

/** A town's rings live in one grid each; their issues in the order in which the ring came to them. */
function firstOfRings({ arrivals, issues }: Town): Set<string> {
  const byGrid = new Map<string, string[]>();
  for (const { issue, isPlanted } of arrivals) {
    const { gridId, label } = issues.get(issue) ?? { gridId: '', label: '' };
    if (!isPlanted || label !== 'attack:ring') continue;
    const ring = byGrid.get(gridId) ?? [];
    if (!ring.includes(issue)) byGrid.set(gridId, [...ring, issue]);
  }
  return new Set([...byGrid.values()].flatMap((ring) => ring.slice(0, 2)));
}

interface Fit {
  threshold: number;
  /** Share of attacks missed and of innocents flagged, added. */
  cost: number;
}

/** The threshold that costs least; of several, the middle of the widest gap between what was shown. */
function thresholdFrom({ against }: Detector, shown: readonly Shown[]): Fit {
  const attacks = shown.filter(({ label, isTooEarly }) => against.includes(label) && !isTooEarly).map(({ strength }) => strength);
  const innocents = shown.filter(({ label }) => !label.startsWith('attack')).map(({ strength }) => strength);
  const values = [...new Set([0, ...attacks, ...innocents])].sort((a, b) => a - b);
  let best = { threshold: Number.POSITIVE_INFINITY, cost: 1, gap: 0 };
  for (const [index, value] of values.entries()) {
    const next = values[index + 1];
    if (next === undefined) break;
    const threshold = (value + next) / 2;
    const missed = attacks.filter((strength) => strength < threshold).length / attacks.length;
    const flagged = innocents.filter((strength) => strength >= threshold).length / innocents.length;
    const one = { threshold, cost: missed + flagged, gap: next - value };
    if (one.cost < best.cost || (one.cost === best.cost && one.gap > best.gap)) best = one;
  }
  return best;
}

/** Flagged of how many. */
export interface Share {
  flagged: number;
  of: number;
}

export const GROUPS = {
  sock: 'attack:sock',
  aged: 'attack:aged',
  raid: 'attack:raid',
  ring: 'attack:ring',
  bursts: 'burst',
  ordinary: 'organic',
} as const;
type Result = Record<keyof typeof GROUPS, Share>;

function judged(shown: readonly Shown[][], thresholds: readonly number[]): Result {
  const first = shown[0] ?? [];
  const isFlagged = (index: number) =>
    shown.some((of, rule) => (of[index]?.strength ?? 0) >= (thresholds[rule] ?? Number.POSITIVE_INFINITY));
  const share = (label: string): Share => {
    const all = first.flatMap((one, index) => (one.label.startsWith(label) && !one.isTooEarly ? [index] : []));
    return { flagged: all.filter(isFlagged).length, of: all.length };
  };
  return Object.fromEntries(Object.entries(GROUPS).map(([group, label]) => [group, share(label)])) as Result;
}

const added = (results: readonly Result[]): Result =>
  Object.fromEntries(
    (Object.keys(GROUPS) as (keyof Result)[]).map((group) => [
      group,
      results.map((result) => result[group]).reduce((a, b) => ({ flagged: a.flagged + b.flagged, of: a.of + b.of })),
    ]),
  ) as Result;

export interface Row {
  name: string;
  result: Result;
}

export interface Evaluation {
  /** Each town by thresholds of the other three, then all of them. */
  ours: Row[];
  /** What the thresholds were, by town left out. */
  thresholds: { name: string; thresholds: Thresholds }[];
  /** The same for each simple rule, all towns together. */
  simple: Row[];
  /** The thresholds that the product ships with, on all towns. */
  shipped: Row;
}

const COMMON_SHARES = [0.6, 0.65, 0.7, 0.75, 0.8];

/** Evaluates everything, leaving one town out at a time. It takes some seconds. */
export function evaluate(): Evaluation {
  const towns = TOWNS.map((name) => readTown(name));
  const byShare = new Map(
    COMMON_SHARES.map((share) => [share, towns.map((town) => Map.groupBy(replay(town, share), ({ issue }) => issue))]),
  );
  const shown = (detector: Detector, share: number) =>
    towns.map((town, index) => shownBy(detector, town, byShare.get(share)?.[index] ?? new Map()));
  const ours = COMMON_SHARES.map((share) => ({ share, rules: OURS.map((detector) => ({ detector, shown: shown(detector, share) })) }));
  const rings = OURS.length - 1;
  const folds = TOWNS.map((name, left) => {
    const others = <Value>(values: readonly Value[]) => values.filter((_, index) => index !== left);
    const fits = ours.map(({ share, rules }) => ({
      share,
      rules,
      fits: rules.map((rule) => thresholdFrom(rule.detector, others(rule.shown).flat())),
    }));
    // The share that tells rings best; of equals the middle one.
    const least = Math.min(...fits.map((one) => one.fits[rings]?.cost ?? 1));
    const equal = fits.filter((one) => one.fits[rings]?.cost === least);
    const best = equal[Math.floor(equal.length / 2)] as (typeof fits)[number];
    const limits = best.fits.map(({ threshold }) => threshold);
    return {
      name,
      thresholds: { ...Object.fromEntries(SIGNS.map((sign, index) => [sign, limits[index]])), commonShare: best.share } as Thresholds,
      result: judged(
        best.rules.map((rule) => rule.shown[left] ?? []),
        limits,
      ),
    };
  });
  const simple = SIMPLE.map((detector) => {
    const all = shown(detector, THRESHOLDS.commonShare);
    const results = TOWNS.map((_, left) =>
      judged([all[left] ?? []], [thresholdFrom(detector, all.filter((_one, index) => index !== left).flat()).threshold]),
    );
    return { name: detector.name, result: added(results) };
  });
  const shippedRules = ours.find(({ share }) => share === THRESHOLDS.commonShare)?.rules ?? [];
  const shipped = towns.map((_, index) =>
    judged(
      shippedRules.map((rule) => rule.shown[index] ?? []),
      SIGNS.map((sign) => THRESHOLDS[sign]),
    ),
  );
  return {
    ours: [...folds.map(({ name, result }) => ({ name, result })), { name: 'all', result: added(folds.map(({ result }) => result)) }],
    thresholds: folds.map(({ name, thresholds }) => ({ name, thresholds })),
    simple,
    shipped: { name: 'shipped', result: added(shipped) },
  };
}

/** 95 % interval of a share (Wilson 1927): holds for few cases and for shares of 0 and 1. */
export function interval({ flagged, of }: Share): { low: number; high: number } {
  const z = 1.96;
  const share = flagged / of;
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
