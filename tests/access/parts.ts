// What a module says of who sees it: `tests/<module>/seen.ts`. The matrix folds over them, and over the tables beside them.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestServer } from '../support/server.ts';

/** Who asks. The subject is a resident of grid 1 with a guardian, who has agreed that partners see them. */
export const COLUMNS = {
  A: 'anonymous',
  R: 'the resident themselves',
  G: 'their guardian',
  N: 'a neighbour',
  V: 'a volunteer',
  W: 'grid worker of the grid',
  X: 'grid worker elsewhere',
  O: 'officer of the grid',
  P: 'officer elsewhere',
  Y: 'property',
  L: 'legal adviser',
  D: 'dispatcher',
  C: 'commander',
  M: 'administrator',
  K: 'key of the whole station with every scope',
  k: 'the same key for another grid',
  s: 'key with hotlist:read only',
};
export type Column = keyof typeof COLUMNS;

/** What a cell says. Answers of mutations, lists and pushes carry what these rows decide. */
const LETTERS = {
  '+': 'the true value, or the deed is let through',
  '*': 'a mask, or nothing in its place',
  n: 'no: a hint of what they may, or of what they have done',
  '0': 'it is not there',
  '-': 'refused',
};

interface Entry {
  /** How an object of the type is reached; `?` stands for the selection. */
  path: string;
  /** Who sees it whole. */
  reference: Column;
  /** Fields that tell everybody something else: only whether there is something counts, and whether a hint says no. */
  relative?: readonly string[];
  /** Column R is who has applied for a real name. */
  selfIs?: 'applicant';
}

/** The town to which a module adds its part; people are known by their tokens. */
interface Making {
  server: TestServer;
  /** The resident whom the matrix is about. */
  self: string;
  neighbour: string;
  /** Of the resident's grid. */
  worker: string;
  officer: string;
  /** What is there already, by its name. */
  id(name: string): string;
  /** The row behind it. */
  rowOf(name: string): string;
}

export interface Seen {
  /** What its part of the town is called in documents. */
  ids?: Record<string, 'ID!' | 'String!'>;
  /** Names of ids that have to be there before it is made. */
  needs?: readonly string[];
  town?(making: Making): Promise<Record<string, string>>;
  types?: Record<string, Entry>;
  /** Arguments of fields that need some, or that say something about somebody. */
  arguments?: Record<string, string>;
  /** Fields whose answers are everybody's own: only whether they are refused counts. */
  own?: readonly string[];
  /** Inputs: about the town's people, and never able to succeed in changing them. */
  mutations?: Record<string, string>;
  /** Mutations that column R tries as who has applied for a real name. */
  asApplicant?: readonly string[];
  subscriptions?: Record<string, string>;
}

const TESTS = join(import.meta.dirname, '..');
const FILES = globSync('*/seen.ts', { cwd: TESTS }).sort();
const PARTS = await Promise.all(FILES.map(async (file) => ((await import(join(TESTS, file))) as { seen: Seen }).seen));

const fold = <Value>(part: (seen: Seen) => Record<string, Value> | undefined): Record<string, Value> =>
  Object.assign({}, ...PARTS.map((seen) => part(seen) ?? {}));

export const IDS = fold(({ ids }) => ids);
export const ENTRIES = fold(({ types }) => types);
export const ARGUMENTS = fold((seen) => seen.arguments);
export const OWN = new Set(PARTS.flatMap(({ own = [] }) => own));
export const MUTATIONS = fold(({ mutations }) => mutations);
export const AS_APPLICANT = new Set(PARTS.flatMap(({ asApplicant = [] }) => asApplicant));
export const SUBSCRIPTIONS = fold(({ subscriptions }) => subscriptions);

/** Makes the modules' parts of the town, each when what it needs is there, and adds their ids. */
export async function makeParts(people: Omit<Making, 'id' | 'rowOf'>, ids: Record<string, string>): Promise<void> {
  const id = (name: string) => {
    const found = ids[name];
    if (!found) throw new Error(`nothing is called ${name} yet: name it in the needs of seen.ts`);
    return found;
  };
  const rowOf = (name: string) => Buffer.from(id(name), 'base64url').toString().split(':')[1] ?? '';
  const left = PARTS.filter(({ town }) => town);
  while (left.length > 0) {
    const next = left.findIndex(({ needs = [] }) => needs.every((name) => name in ids));
    if (next === -1) throw new Error(`nobody makes what is needed: ${left.flatMap(({ needs = [] }) => needs).join(', ')}`);
    const [part] = left.splice(next, 1);
    Object.assign(ids, await part?.town?.({ ...people, id, rowOf }));
  }
}

/** Field to one letter a column, of all modules. @throws when a row is too short, too long or there twice */
function readTables(): Map<string, string> {
  const table = new Map<string, string>();
  for (const file of FILES.map((name) => join(TESTS, dirname(name), 'seen.txt'))) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (!line.trim() || line.startsWith('#')) continue;
      const [, field = '', letters = ''] = /^(.+?)\s+(\S+)$/.exec(line) ?? [];
      const isRow = letters.length === Object.keys(COLUMNS).length && [...letters].every((letter) => letter in LETTERS);
      if (!isRow) throw new Error(`${file}: ${line}`);
      if (table.has(field)) throw new Error(`${file}: ${field} has a row already`);
      table.set(field, letters);
    }
  }
  return table;
}

export const EXPECTED = readTables();
