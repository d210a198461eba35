// The server of the bench: tells its port, then does as it is told and answers with its CPU, in microseconds.
import { readConfig } from '../api/config.ts';
import { startServer } from '../api/server.ts';

const town = process.argv.includes('--demo') ? '--no-simulator' : '--no-demo';
const unlimited = { XIESHOU_RATE_ANONYMOUS: '1000000', XIESHOU_RATE_PERSON: '1000000' };
const config = readConfig(['--port', '0', town], { ...process.env, ...unlimited });
const server = await startServer(config);
process.on('message', (side: 'billed' | 'free') => {
  Object.assign(globalThis, { isFree: side === 'free' });
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.once('disconnect', () => process.exit());
process.send?.(server.port);
