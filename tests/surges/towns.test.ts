// The guard against four towns with planted attacks, each judged by thresholds of the other three: the table of docs/hot-list.md.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Evaluation, evaluate } from './evaluation.ts';
import { tableOf } from './table.ts';
import { VOTES_FOLDER } from './towns.ts';

// In CI missing data is a failure; elsewhere these tests are skipped, and counted so.
const hasData = existsSync(VOTES_FOLDER) || process.env.CI === 'true';

describe.skipIf(!hasData)('the guard in four towns, leaving one out at a time', () => {
  let evaluation: Evaluation;
  const all = () => evaluation.ours.at(-1)?.result as NonNullable<Evaluation['ours'][number]>['result'];

  it('flags at least 95 % of sock, aged and raid attacks before half of their votes are in', { timeout: 600_000 }, () => {
    evaluation = evaluate();
    const { sock, aged, raid } = all();
    expect(sock.of + aged.of + raid.of).toBeGreaterThanOrEqual(40);
    expect((sock.flagged + aged.flagged + raid.flagged) / (sock.of + aged.of + raid.of)).toBeGreaterThanOrEqual(0.95);
  });

  it('flags at least 80 % of ring issues from the third of each ring on', () => {
    const { ring } = all();
    expect(ring.of).toBeGreaterThanOrEqual(25);
    expect(ring.flagged / ring.of).toBeGreaterThanOrEqual(0.8);
  });

  it('flags at most 2 % of genuine bursts and of ordinary issues', () => {
    const { bursts, ordinary } = all();
    expect([bursts.of, ordinary.of]).toEqual([48, 480]);
    expect(bursts.flagged / bursts.of).toBeLessThanOrEqual(0.02);
    expect(ordinary.flagged / ordinary.of).toBeLessThanOrEqual(0.02);
  });

  it('holds with the thresholds that the product has', () => {
    const { sock, aged, raid, ring, bursts, ordinary } = evaluation.shipped.result;
    expect((sock.flagged + aged.flagged + raid.flagged) / (sock.of + aged.of + raid.of)).toBeGreaterThanOrEqual(0.95);
    expect(ring.flagged / ring.of).toBeGreaterThanOrEqual(0.8);
    expect(bursts.flagged + ordinary.flagged).toBeLessThanOrEqual(10);
  });

  it('is better than each of the simple rules', () => {
    const innocents = ({ bursts, ordinary }: Evaluation['shipped']['result']) =>
      bursts.flagged / bursts.of + ordinary.flagged / ordinary.of;
    const caught = ({ sock, aged, raid, ring }: Evaluation['shipped']['result']) =>
      [sock, aged, raid, ring].reduce((sum, { flagged, of }) => sum + flagged / of, 0);
    for (const { result } of evaluation.simple)
      expect(caught(all()) - innocents(all())).toBeGreaterThan(caught(result) - innocents(result));
  });

  it('is told in the docs as it is', () => {
    // The formatter widens columns.
    const docs = readFileSync(join(import.meta.dirname, '../../docs/hot-list.md'), 'utf8')
      .replace(/ +/g, ' ')
      .replace(/-{3,}/g, '---');
    expect(docs).toContain(tableOf(evaluation));
  });
});
