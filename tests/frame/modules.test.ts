// What modules declare: nothing twice, nothing unsaid, every table with one owner.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { NO_FILE } from '../../schema/frame/export.ts';
import { faultsOf } from '../../schema/frame/faults.ts';
import { type Manifest, module } from '../../schema/frame/manifest.ts';
import { residents, right } from '../../schema/frame/roles.ts';
import { count, settings } from '../../schema/frame/settings.ts';
import { fold, MODULES } from '../../schema/modules.ts';
import { openTestDatabase } from '../support/database.ts';

const reads = async () => async () => ({ items: [], count: 0 });

const plain: Manifest = { name: 'tried', graph: async () => {}, rights: {}, tables: [] };

describe('a declaration', () => {
  it('is without fault in every module', async () => {
    expect(await faultsOf(MODULES)).toEqual([]);
  });

  it.each<[string, Partial<Manifest>, string]>([
    [
      'a right in one language',
      { rights: { 'a.b': right('读 / ', residents('always')) } },
      'a.b is not said in both languages; write “中文 / English”.',
    ],
    [
      'a page for a right of nobody',
      { can: { see: ['a.b', '看 / See'] } },
      'can.see asks for the right a.b, which the module does not declare; declare it there.',
    ],
    [
      'a scope of nobody',
      { rights: { 'a.b': right('读 / Read', { PARTNER: { scope: 'a:read' } }) } },
      'the right a.b asks for the scope a:read, which no module declares; declare it under scopes.',
    ],
    [
      'a record in a table that is not its own',
      { appendOnly: ['vote'] },
      'vote is only added to, but not among the module’s tables; name it there.',
    ],
    [
      'a table that is not its own, and published',
      { publishes: ['vote'] },
      'it publishes vote, but the table is not its own; the owner publishes it.',
    ],
    [
      'a person in a table that is not its own',
      { holds: { places: ['vote.resident_id'] } },
      'it holds vote.resident_id, but the table is not its own; the owner holds it.',
    ],
    [
      'work that waits in one language',
      { waits: { THING_TO_DO: { means: '办 / ', may: 'ticket.work', topics: ['a'], reads } } },
      'THING_TO_DO is not said in both languages; write “中文 / English”.',
    ],
    [
      'work that waits for a right of nobody',
      { waits: { THING_TO_DO: { means: '办 / Do', may: 'a.b', topics: ['a'], reads } } },
      'THING_TO_DO waits for whoever has the right a.b, which no module declares; declare it under rights.',
    ],
    [
      'work that nobody hears of',
      { waits: { THING_TO_DO: { means: '办 / Do', may: 'ticket.work', topics: [], reads } } },
      'THING_TO_DO waits without a topic; name what is touched when it begins to wait, and ends.',
    ],
    [
      'work that waits in another module',
      { waits: { ANSWER_OWED: { means: '办 / Do', may: 'ticket.work', topics: ['a'], reads } } },
      'the kind of work ANSWER_OWED is declared in schema/joins/answers/module.ts already; leave it with one.',
    ],
    ['a table twice', { tables: ['a', 'a'] }, 'the table a is declared in schema/work/tried/module.ts already; leave it with one.'],
    [
      'a setting that another module has',
      { settings: settings({ XIESHOU_SLA: count(1, 2, 1) }, () => ({})) },
      'the variable XIESHOU_SLA is declared in schema/work/tickets/module.ts already; leave it with one.',
    ],
    [
      'a file at a taken address',
      { exports: { '/exports/tickets.csv': async () => async () => NO_FILE } },
      'the path /exports/tickets.csv is declared in schema/work/tickets/module.ts already; leave it with one.',
    ],
    [
      'a job without a name',
      { jobs: async () => () => [{ name: ' ', everyMs: 1, work: async () => {} }] },
      'a job has no name; the log tells jobs apart by their names.',
    ],
  ])('is told what is wrong with %s', async (_name, declared, fault) => {
    expect(await faultsOf([...MODULES, { ...plain, ...declared }])).toEqual([`schema/work/tried/module.ts: ${fault}`]);
  });

  it('cannot name a right that another module has', () => {
    const rights = { 'hotIssue.vote': right('投票 / Vote', residents('always')) };
    expect(() => fold('rights', [...MODULES, { ...plain, rights }])).toThrow(
      'schema/work/tried/module.ts declares rights.hotIssue.vote, which hotlist has declared: give it another name.',
    );
  });

  it('must say a right in both languages, to compile', () => {
    // @ts-expect-error: one language
    module({ ...plain, rights: { 'a.b': { says: '读', may: {} } } });
    // @ts-expect-error: no such condition
    right('读 / Read', { RESIDENT: 'sometimes' });
  });
});

describe('tables', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase('empty');
  });
  afterAll(() => database.close());

  it('have one owner each', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations' ORDER BY 1`,
    );
    expect(MODULES.flatMap(({ tables }) => tables).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });
});
