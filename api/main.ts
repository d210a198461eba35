// npm start, from the configuration to a clean end.
import { spawn } from 'node:child_process';
import cluster from 'node:cluster';
import { enableCompileCache } from 'node:module';
import { type Config, readConfig } from './config.ts';
import { endInOneSentence } from './ending.ts';
import { endOnFault } from './last-resort.ts';
import type { WorkerReady } from './workers.ts';

const STEPS: Record<string, string> = {
  database: 'Starting the database …',
  demo: 'Writing the demo town: 20 grids, 2,000 residents, 60 hot issues, a month of votes …',
};

const PERSONAS = 'Demo personas: RESIDENT, VOLUNTEER, GRID_WORKER, OFFICER, PROPERTY, LEGAL_ADVISER, DISPATCHER, COMMANDER, ADMIN.';

enableCompileCache(); // the next start need not compile what is loaded below

const say = (step: string) => console.log(STEPS[step] ?? step);

await endInOneSentence(async () => {
  const config = readConfig(process.argv.slice(2), process.env);
  // A mistake above is told without waiting for all that is imported below.
  if (cluster.isWorker) return await work(config);
  if (config.workers > 1) {
    const { startWorkers } = await import('./workers.ts');
    const running = await startWorkers(config, say);
    if (running) announce(config, running);
    else process.exitCode = 1;
    return;
  }
  const { startServer } = await import('./server.ts');
  const server = await startServer(config, { onStep: say });
  endOnFault(server.house.services.log, server.stop);
  announce(config, server);
});
if (cluster.isWorker && process.exitCode) process.exit(); // its channel would keep a worker that failed

/** One of several: tells the process that started it when it serves, and ends with it. */
async function work(config: Config): Promise<void> {
  const { startServer } = await import('./server.ts');
  const { WORKER } = await import('./workers.ts');
  const onStep = (step: string) => step !== 'database' && say(step); // that one is told already
  const { address, demoKey, stop, house } = await startServer(config, { onStep, hasJobs: process.env[WORKER] === '1' });
  endOnFault(house.services.log, stop);
  endOnSignals(stop);
  process.send?.({ address, demoKey } satisfies WorkerReady);
}

function announce(config: Config, { address, demoKey, stop }: WorkerReady & { stop(): Promise<void> }): void {
  endOnSignals(stop);
  if (config.isDemo) console.log(`${PERSONAS}\nSign in with one click under 我的 (Me), or with the mutation demoSignIn.`);
  if (demoKey) console.log(`Demo partner key: ${demoKey}`);
  console.log(`GraphQL: ${address}graphql (HTTP, WebSocket, SSE) · schema: ${address}schema.graphql`);
  console.log(`Xieshou is ready at ${address}`);
  if (config.opensBrowser) openBrowser(address);
}

function endOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  const end = () => {
    if (isStopping) return;
    isStopping = true;
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
}

function openBrowser(address: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawn(command, [address], { stdio: 'ignore', detached: true })
    .once('error', () => {})
    .unref();
}
