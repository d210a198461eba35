import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, scratchFolder } from '../support/process.ts';
import { startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { countersAndRows } from '../support/town.ts';

describe('npm run replay', () => {
  const scratch = scratchFolder();
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(async () => {
    await server.stop();
    scratch.remove();
  });

  const write = (rows: string[]) => {
    const file = join(scratch.folder, 'votes.csv');
    writeFileSync(file, `at,account,issue,value,title,grid\n${rows.join('\n')}\n`);
    return file;
  };
  const replay = async (file: string, ...flags: string[]) => {
    const { code, stdout, stderr } = await runCommand('api/commands/replay.ts', [file, '--json', '--url', server.address, ...flags], {
      cwd: scratch.folder,
    });
    return { code, stderr: stderr.trim(), summary: stdout ? JSON.parse(stdout) : null };
  };
  const votesOn = async (title: string) => {
    const { rows } = await server.database.pool.query<{ id: string }>('SELECT id FROM hot_issue WHERE title = $1', [title]);
    return (await countersAndRows(server.database)).find(({ id }) => id === rows[0]?.id);
  };

  it('sends every row as a live vote through the API, raising what is not there, while screens move', async () => {
    const stream = subscribe(server, 'subscription { hotListUpdated(first: 100) { entries { hotIssue { title voteCount } } } }');
    await stream.next();
    const rows = Array.from({ length: 120 }, (_, n) => `2026-03-01T00:${String(n % 60).padStart(2, '0')}:00Z,a${n},x,1,回放的议题甲,3`);
    const { code, summary } = await replay(write(rows));
    expect(code).toBe(0);
    expect(summary).toMatchObject({ rows: 120, accepted: 120, refused: 0, failed: 0, issuesRaised: 1 });
    const stored = await votesOn('回放的议题甲');
    expect(stored).toMatchObject({ voteCount: 120 });
    expect(stored?.times).toHaveLength(120);
    const countIn = async () =>
      (await stream.next()).data.hotListUpdated.entries.find(
        ({ hotIssue }: { hotIssue: { title: string } }) => hotIssue.title === '回放的议题甲',
      )?.hotIssue.voteCount;
    while ((await countIn()) !== 120);
    await stream.end();
  });

  it('takes votes back where the file does, stops at --limit, and counts what it cannot read', async () => {
    const rows = [
      '2026-03-01T00:00:00Z,b1,y,1,回放的议题乙,3',
      'never,b2,y,1,回放的议题乙,3',
      '2026-03-01T00:00:01Z,b1,y,-1,回放的议题乙,3',
      '2026-03-01T00:00:02Z,b3,y,1,回放的议题乙,3',
    ];
    expect((await replay(write(rows), '--limit', '3')).summary).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
    expect(await votesOn('回放的议题乙')).toMatchObject({ voteCount: 0 });
  });

  it('follows the rows’ own times with --speed', async () => {
    const rows = ['2026-03-01T00:00:00Z,c1,z,1,回放的议题丙,3', '2026-03-01T01:00:00Z,c2,z,1,回放的议题丙,3'];
    // An hour at 7,200 times its pace lasts half a second.
    expect((await replay(write(rows), '--speed', '7200')).summary.seconds).toBeGreaterThanOrEqual(0.5);
  });

  it('says in one sentence that no server answers', async () => {
    const { code, stderr } = await replay(write(['2026-03-01T00:00:00Z,a,x,1,回放的议题甲,3']), '--url', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^No server answers at http:\/\/127\.0\.0\.1:9 \(.+\): start it with npm start, or give its address with --url\.$/,
    );
  });
});
