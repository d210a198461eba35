// One server of the bench: tells its port, then its CPU whenever it is asked.
import { readConfig } from '../api/config.ts';
import { startServer } from '../api/server.ts';

const config = readConfig(['--port', '0', '--no-demo'], { ...process.env, XIESHOU_RATE_ANONYMOUS: '1000000' });
const server = await startServer(config);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.once('disconnect', () => process.exit());
process.send?.(server.port);
