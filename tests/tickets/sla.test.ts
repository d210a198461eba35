// The limits of a deployment: read from its file, refused in one sentence, and what tickets then run by.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { STANDARD_SLA, termsOf } from '../../schema/work/tickets/clocks.ts';
import { readSla } from '../../schema/work/tickets/sla-file.ts';
import { scratchFolder } from '../support/process.ts';
import { ask, signIn, startTestServer } from '../support/server.ts';
import { act, IN_GRID_3, report } from '../support/tickets.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

function fileOf(content: unknown): string {
  const path = join(scratch.folder, 'sla.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('the limits of a deployment', () => {
  it('are the standard ones without a file, and where the file says nothing', () => {
    expect(readSla(undefined, 'Asia/Shanghai')).toEqual(STANDARD_SLA);
    const sla = readSla(fileOf({ priorities: { P2: { accept: 600 } }, categories: { noise: { P3: { resolve: 7200 } } } }), 'Asia/Urumqi');
    expect(termsOf(sla, 'theft', 'P2').limits).toEqual({ ...STANDARD_SLA.byPriority.P2, ACCEPT: 600_000 });
    expect(termsOf(sla, 'noise', 'P3').limits).toEqual({ TRIAGE: 1_800_000, RESOLVE: 7_200_000 });
    expect(termsOf(sla, 'fire_lane_blocked', 'P2').limits.ARRIVE).toBe(3_600_000);
    expect(termsOf(sla, 'parking', 'P4').calendarOf('TRIAGE')).toEqual({ timeZone: 'Asia/Urumqi', from: 8, to: 20 });
  });

  it('say which clocks wait for the day', () => {
    const sla = readSla(fileOf({ daytime: { from: 9, to: 17, clocks: { P3: ['resolve'] } } }), 'Asia/Shanghai');
    expect(termsOf(sla, 'noise', 'P3').calendarOf('RESOLVE')).toEqual({ timeZone: 'Asia/Shanghai', from: 9, to: 17 });
    expect(termsOf(sla, 'parking', 'P4').calendarOf('TRIAGE')).toBeNull();
  });

  it.each([
    ['{', 'cannot be read'],
    [{ priorities: { P9: {} } }, 'is wrong at priorities'],
    [{ priorities: { P1: { accept: -1 } } }, 'is wrong at priorities.P1.accept'],
    [{ priorities: { P1: { answer: 5 } } }, 'is wrong at priorities.P1'],
    [{ daytime: { from: 20, to: 8, clocks: {} } }, 'is wrong at daytime'],
    [{ other: 1 }, 'is wrong at its top'],
  ])('%o ends the start with one sentence', (content, sentence) => {
    expect(() => readSla(fileOf(content), 'Asia/Shanghai')).toThrow(sentence);
  });

  it('are what tickets run by, at the report, the dispatch and the reopening', async () => {
    const sla = readSla(fileOf({ priorities: { P2: { accept: 120 }, P3: { triage: 60, accept: 90 } } }), 'Asia/Shanghai');
    const server = await startTestServer({ sla });
    const [zhang, desk] = await Promise.all([signIn(server, 'RESIDENT', 0), signIn(server, 'DISPATCHER')]);
    const { ticket } = await report(server, zhang, { location: IN_GRID_3 });
    const clocksOf = async () => {
      const { data } = await ask(
        server,
        'query ($id: ID!) { node(id: $id) { ... on Ticket { clocks { kind limitSeconds } } } }',
        { id: ticket.id },
        { token: desk },
      );
      return data.node.clocks;
    };
    expect(await clocksOf()).toContainEqual({ kind: 'TRIAGE', limitSeconds: 60 });
    await act(server, desk, 'Dispatch', ticket.id);
    expect(await clocksOf()).toContainEqual({ kind: 'ACCEPT', limitSeconds: 90 });
    await server.stop();
  });
});
