// The limits of a deployment: DOMAIN's, where its file does not say otherwise.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { WrongSetting } from '../../frame/settings.ts';
import { type ClockKind, type Limits, type Sla, STANDARD_SLA } from './clocks.ts';

const seconds = z.number().int().positive().max(31_536_000);
const limits = z.strictObject({ triage: seconds, accept: seconds, arrive: seconds, resolve: seconds }).partial();
const byPriority = z.strictObject({ P1: limits, P2: limits, P3: limits, P4: limits }).partial();
const clocks = z.array(z.enum(['triage', 'accept', 'arrive', 'resolve']));
const hour = z.number().int().min(0).max(24);

/** Of the file: limits in seconds. What is left out stays as it is. */
const file = z.strictObject({
  priorities: byPriority.optional(),
  categories: z.record(z.string().regex(/^[a-z_]{1,40}$/), byPriority).optional(),
  daytime: z
    .strictObject({ from: hour, to: hour, clocks: z.strictObject({ P1: clocks, P2: clocks, P3: clocks, P4: clocks }).partial() })
    .refine(({ from, to }) => from < to)
    .optional(),
});

type FileLimits = z.infer<typeof limits>;

const upper = (name: string) => name.toUpperCase() as ClockKind;
const limitsOf = (given: FileLimits | undefined): Limits =>
  Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) => [upper(name), value * 1000]));

/** Reads the file of XIESHOU_SLA. @throws WrongSetting in one sentence */
export function readSla(path: string | undefined, timeZone: string): Sla {
  const standard = { ...STANDARD_SLA, daytime: { ...STANDARD_SLA.daytime, timeZone } };
  if (!path) return standard;
  const { data, error } = file.safeParse(parsed(path));
  if (!data) {
    const [issue] = error.issues;
    throw new WrongSetting(
      `XIESHOU_SLA: ${path} is wrong at ${issue?.path.join('.') || 'its top'} (${issue?.message}). See docs/operations.md.`,
    );
  }
  const { priorities = {}, categories = {}, daytime } = data;
  const each = ['P1', 'P2', 'P3', 'P4'] as const;
  return {
    byPriority: Object.fromEntries(
      each.map((priority) => [priority, { ...standard.byPriority[priority], ...limitsOf(priorities[priority]) }]),
    ) as Sla['byPriority'],
    byCategory: {
      ...standard.byCategory,
      ...Object.fromEntries(
        Object.entries(categories).map(([code, given]) => [
          code,
          Object.fromEntries(each.map((priority) => [priority, limitsOf(given[priority])])),
        ]),
      ),
    },
    daytime: daytime ? { timeZone, from: daytime.from, to: daytime.to } : standard.daytime,
    inDaytime: daytime
      ? Object.fromEntries(Object.entries(daytime.clocks).map(([priority, names]) => [priority, names.map(upper)]))
      : standard.inDaytime,
  };
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new WrongSetting(`XIESHOU_SLA: ${path} cannot be read (${(error as Error).message}).`);
  }
}
