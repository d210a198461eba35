// What strangers send: raw requests, and one document over every transport.
import { connect } from 'node:net';
import WebSocket from 'ws';
import type { RunningServer } from '../../api/server.ts';
import type { Answer } from './server.ts';

type Address = Pick<RunningServer, 'address' | 'port'>;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  answer: Answer;
}

/** A request as given, nothing added. */
export async function send(server: Address, init: RequestInit & { path?: string } = {}): Promise<Reply> {
  const { path = 'graphql', ...rest } = init;
  const response = await fetch(`${server.address}${path}`, { method: 'POST', redirect: 'manual', ...rest });
  const text = await response.text();
  let answer: Answer = {};
  try {
    answer = JSON.parse(text) as Answer;
  } catch {
    // not JSON: the test looks at the text
  }
  return { status: response.status, headers: response.headers, text, answer };
}

/** A JSON POST. */
export function post(server: Address, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  return send(server, {
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Raw bytes on a TCP connection; answers what came back until it closed, and how long that took. */
export function raw(server: Address, bytes: string, { everyMs = 0, drip = '' } = {}): Promise<{ text: string; ms: number }> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    const timer = drip ? setInterval(() => socket.write(drip), everyMs) : undefined;
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ text, ms: performance.now() - startedAt });
    });
  });
}

export interface RawSocket {
  /** The next message, parsed. */
  next(): Promise<{ type: string; id?: string; payload?: unknown }>;
  send(message: object | string): void;
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

/** A WebSocket by hand. Rejects with the HTTP status when the server refuses the upgrade. */
export function openSocket(
  server: Address,
  { headers = {}, protocols = ['graphql-transport-ws'] }: { headers?: Record<string, string>; protocols?: string[] } = {},
): Promise<RawSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}graphql`, protocols, { headers });
    const queue: string[] = [];
    const waiting: ((text: string) => void)[] = [];
    socket.on('message', (data) => {
      const text = String(data);
      const take = waiting.shift();
      if (take) take(text);
      else queue.push(text);
    });
    const closed = new Promise<{ code: number; reason: string }>((end) =>
      socket.on('close', (code, reason) => end({ code, reason: reason.toString() })),
    );
    socket.on('error', reject); // once it is open nobody listens any more
    socket.on('unexpected-response', (_request, response) => reject(new Error(String(response.statusCode))));
    socket.on('open', () =>
      resolve({
        next: async () => JSON.parse(queue.shift() ?? (await new Promise<string>((take) => waiting.push(take)))),
        send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
        closed,
        close: () => socket.terminate(),
      }),
    );
  });
}

/** A greeted WebSocket. */
export async function greeted(server: Address, payload: object = {}, headers: Record<string, string> = {}): Promise<RawSocket> {
  const socket = await openSocket(server, { headers });
  socket.send({ type: 'connection_init', payload });
  await socket.next();
  return socket;
}

/** One operation over each transport; answers what each said. */
export async function everywhere(
  server: Address,
  body: { query: string; variables?: object; operationName?: string },
): Promise<Record<'http' | 'sse' | 'ws', Answer>> {
  const http = await post(server, body);
  const events = await post(server, body, { accept: 'text/event-stream' });
  const data = /^data: (.*)$/m.exec(events.text)?.[1] ?? events.text;
  const socket = await greeted(server);
  socket.send({ id: '1', type: 'subscribe', payload: body });
  const message = await socket.next();
  socket.close();
  const ws = message.type === 'error' ? { errors: message.payload as Answer['errors'] } : (message.payload as Answer);
  return { http: http.answer, sse: JSON.parse(data) as Answer, ws: ws as Answer };
}
