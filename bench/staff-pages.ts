// The load of an emergency: pages of staff that hear of it, as the client's do, and ask for what their bar shows; and the residents
// who press the alarm. A process of its own; told what to do by messages, ends when its parent does.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Kind, parse, print } from 'graphql';
import WebSocket from 'ws';

/** Few enough of one address for the server's limit: the loopback has many. */
const PER_ADDRESS = 90;
const LATEST_MS = 20_000;
/** As client/src/tickets/useUnread.ts. */
const SOON_MS = 400;
const SPREAD_MS = 1600;
const IN_GRID_3 = { longitude: 116.0295, latitude: 38.4587 };

/** Who has a page open: all of them see grid 3. */
const VIEWERS = [
  { persona: 'DISPATCHER', index: 0 },
  { persona: 'OFFICER', index: 2 },
] as const;

/** Operations of the client, by name. */
function operationsOf(...paths: string[]): Map<string, string> {
  const all = new Map<string, string>();
  for (const path of paths) {
    const document = parse(readFileSync(join(import.meta.dirname, '../client/src', path), 'utf8'));
    for (const node of document.definitions)
      if (node.kind === Kind.OPERATION_DEFINITION && node.name) all.set(node.name.value, print(node));
  }
  return all;
}

const operations = operationsOf('tickets/notifications.graphql', 'tickets/first.graphql', 'inbox/first.graphql');
const SUBSCRIPTIONS = ['UrgentTickets', 'TicketPing', 'InboxCount'];
const operation = (name: string) => operations.get(name) as string;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let port = 0;

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape; what is looked for in them is the check
type Answer = any;

function ask(query: string, variables: object, token?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const asking = request({ host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()).data));
    });
    asking.on('error', reject);
    asking.end(JSON.stringify({ query, variables }));
  });
}

async function signIn(persona: string, index: number): Promise<string> {
  const query = 'mutation ($input: DemoSignInInput!) { demoSignIn(input: $input) { ... on DemoSignInSuccess { token } } }';
  const { demoSignIn } = await ask(query, { input: { persona, index } });
  return demoSignIn.token;
}

interface Page {
  token: string;
  close(): void;
}

/** When the bars of pages could show it. */
interface Alarm {
  number: string;
  shown: number[];
  onShown(): void;
}

let pages: Page[] = [];
/** What has been seen of the alarm that is under way. */
let watched: Alarm | null = null;
/** What came before the alarm's own answer: the fastest pages hear of it earlier. */
let early: ((alarm: Alarm) => void)[] = [];

const now = () => performance.now();

/** A page: what its bar shows is pushed, its count of news is asked for soon after an event, and its inbox is kept. */
function openPage(index: number, token: string): Promise<Page> {
  const localAddress = `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
    createConnection: () => connect({ port, host: '127.0.0.1', localAddress }),
  });
  let asking: NodeJS.Timeout | undefined;
  const askSoon = () => {
    clearTimeout(asking);
    asking = setTimeout(() => void ask(operation('UnreadCount'), {}, token), SOON_MS + Math.random() * SPREAD_MS);
  };
  const close = () => {
    clearTimeout(asking);
    socket.terminate();
  };
  const page = { token, close };
  return new Promise((resolve, reject) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString());
      if (message.type === 'ping') socket.send('{"type":"pong"}');
      if (message.type === 'connection_ack')
        for (const id of SUBSCRIPTIONS) socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: operation(id) } }));
      if (message.type === 'error') reject(new Error(data.toString()));
      if (message.type !== 'next') return;
      if (message.id === 'InboxCount') resolve(page);
      if (message.id === 'TicketPing') askSoon();
      if (message.id === 'UrgentTickets') hear(message.payload.data.urgentTickets);
    });
  });
}

/** Notes when an alarm that waits for somebody to accept it is in the push that the bar is drawn from. */
function hear(urgent: Answer[]): void {
  const at = now();
  note(
    (alarm) =>
      urgent.some(({ number, status }) => number === alarm.number && status === 'DISPATCHED') && alarm.shown.push(at) && alarm.onShown(),
  );
}

/** Now, or once it is known which alarm is looked for. */
function note(look: (alarm: Alarm) => void): void {
  if (watched) look(watched);
  else early.push(look);
}

/** Presses an alarm; milliseconds until the bar of each page could show it, sorted. The alarm is accepted afterwards. */
async function press(index: number): Promise<number[]> {
  const resident = await signIn('RESIDENT', index);
  [watched, early] = [null, []];
  const begun = now();
  const query = `mutation ($input: TicketAlarmInput!) { ticketAlarm(input: $input) { ... on TicketAlarmSuccess { ticket { id number } } } }`;
  const { ticketAlarm } = await ask(query, { input: { location: IN_GRID_3 } }, resident);
  const { id, number } = ticketAlarm.ticket;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`${watched?.shown.length} of ${pages.length} pages show the alarm`)), LATEST_MS);
  const seen: Alarm = { number, shown: [], onShown: () => seen.shown.length >= pages.length && resolve() };
  watched = seen;
  for (const look of early) look(seen);
  await promise;
  clearTimeout(timer);
  const officer = pages.find((_page, n) => n % VIEWERS.length === 1) ?? { token: await signIn('OFFICER', 2) };
  await ask(`mutation ($id: ID!) { ticketAccept(input: { ticketId: $id }) { __typename } }`, { id }, officer.token);
  return seen.shown.map((time) => time - begun).sort((a, b) => a - b);
}

async function open(count: number): Promise<'open'> {
  for (const page of pages) page.close();
  pages = [];
  for (let index = 0; index < count; index++) {
    const { persona, index: which } = VIEWERS[index % VIEWERS.length] as (typeof VIEWERS)[number];
    pages.push(await openPage(index, await signIn(persona, which)));
  }
  return 'open';
}

process.on('message', async (order: { open: number; port: number } | { press: number }) => {
  if ('open' in order) {
    port = order.port;
    process.send?.(await open(order.open));
  } else process.send?.(await press(order.press));
});
process.once('disconnect', () => process.exit());
