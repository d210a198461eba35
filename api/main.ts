// npm start, from the configuration to a clean end.
import { spawn } from 'node:child_process';
import { enableCompileCache } from 'node:module';
import { readConfig } from './config.ts';
import { endInOneSentence } from './ending.ts';

const STEPS: Record<string, string> = {
  database: 'Starting the database …',
  demo: 'Writing the demo town: 20 grids, 2,000 residents, 60 hot issues, a month of votes …',
};

const PERSONAS = 'Demo personas: RESIDENT, VOLUNTEER, GRID_WORKER, OFFICER, PROPERTY, LEGAL_ADVISER, DISPATCHER, COMMANDER, ADMIN.';

enableCompileCache(); // the next start need not compile what is loaded below

await endInOneSentence(async () => {
  const config = readConfig(process.argv.slice(2), process.env);
  const { startServer } = await import('./server.ts'); // a mistake above is told without waiting for all of it
  const server = await startServer(config, { onStep: (step) => console.log(STEPS[step] ?? step) });
  endOnSignals(server.stop);
  if (config.isDemo) console.log(`${PERSONAS}\nSign in with one click under 我的 (Me), or with the mutation demoSignIn.`);
  if (server.demoKey) console.log(`Demo partner key: ${server.demoKey}`);
  console.log(`GraphQL: ${server.address}graphql (HTTP, WebSocket, SSE) · schema: ${server.address}schema.graphql`);
  console.log(`Xieshou is ready at ${server.address}`);
  if (config.opensBrowser) openBrowser(server.address);
});

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
