// The server of the bench: tells its port, then does as it is told and answers with its CPU, in microseconds.
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { boardTopic } from '@xieshou/schema/work/hotlist/rules.ts';
import { readConfig } from '../api/config.ts';
import { startServer } from '../api/server.ts';

const town = process.argv.includes('--demo') ? '--no-simulator' : '--no-demo';
const unlimited = { XIESHOU_RATE_ANONYMOUS: '1000000', XIESHOU_RATE_PERSON: '1000000' };
const config = readConfig(['--port', '0', town], { ...process.env, ...unlimited });
const server = await startServer(config);
const { pool, live } = server.house.services;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as NodeJS.GCFunction;

/** Until garbage is collected and its pages are given back, which other threads do. */
async function settle(): Promise<void> {
  for (let times = 0; times < 4; times++) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await delay(700);
  }
}

/** `billed` and `free` choose what throttling does, `cpu` and `settled` ask, the latter after what is garbage has gone; anything else is a new version of the hot list. */
process.on('message', async (order: string) => {
  if (order === 'billed' || order === 'free') Object.assign(globalThis, { isFree: order === 'free' });
  else if (order === 'settled') await settle();
  else if (order !== 'cpu') {
    await pool.query('UPDATE hot_issue SET title = $1 WHERE id = (SELECT id FROM hot_issue ORDER BY id LIMIT 1)', [`Issue ${order}`]);
    live.touch([boardTopic({ scope: 'station' })]);
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() });
});
process.once('disconnect', () => process.exit());
process.send?.(server.port);
