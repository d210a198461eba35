// Fifty tickets with category, grid, reporter, assignee and their last three events: through the product, as one JSON that
// PostgreSQL writes whole, and by Prisma's nested includes, which Pothos' plugin for Prisma makes of such a document.
import { buildSchema, execute, parse } from 'graphql';
import { readConfig } from '../api/config.ts';
import { type Caller, identify, run } from '../api/doors/operations.ts';
import { type RunningServer, startServer } from '../api/server.ts';

/** `json`: one statement, nothing of GraphQL. `prisma`: without rights, limits and price. */
const BOARD_SIDES = ['json', 'ours', 'prisma'] as const;
export type BoardSide = (typeof BOARD_SIDES)[number];

const CLIENTS = 8;
const PAGE = 50;

const DOCUMENT = `{ tickets(first: ${PAGE}) { edges { node {
  number status priority description category { code nameZh } grid { code name } reporter { name } assignee { title } lastEvents(first: 3) { kind at }
} } } }`;

/** As Prisma answers it: the resolvers have nothing to do. */
const SDL = buildSchema(`
  scalar DateTime
  type Query { tickets(first: Int): Tickets! }
  type Tickets { edges: [Edge!]! }
  type Edge { node: Ticket! }
  type Ticket { number: String! status: String! priority: String! description: String category: Category! grid: Grid reporter: Reporter assignee: Assignee lastEvents(first: Int): [Event!]! }
  type Category { code: String! nameZh: String! }
  type Grid { code: String! name: String! }
  type Reporter { name: String! }
  type Assignee { title: String! }
  type Event { kind: String! at: DateTime! }`);

const WHOLE = `
  SELECT json_build_object('data', json_build_object('tickets', json_build_object('edges', json_agg(json_build_object('node', json_build_object(
    'number', t.number, 'status', t.status, 'priority', t.priority, 'description', t.description,
    'category', json_build_object('code', c.code, 'nameZh', c.name_zh),
    'grid', CASE WHEN g.id IS NOT NULL THEN json_build_object('code', g.code, 'name', g.name) END,
    'reporter', CASE WHEN r.id IS NOT NULL AND NOT t.is_anonymous THEN json_build_object('name', r.name) END,
    'assignee', CASE WHEN s.id IS NOT NULL THEN json_build_object('title', s.title) END,
    'lastEvents', e.events)) ORDER BY t.created_at DESC, t.id DESC))))::text AS body
  FROM (SELECT * FROM ticket ORDER BY created_at DESC, id DESC LIMIT ${PAGE}) t
  JOIN category c ON c.id = t.category_id LEFT JOIN grid g ON g.id = t.grid_id
  LEFT JOIN staff_profile s ON s.id = t.assignee_id LEFT JOIN resident r ON r.id = t.reporter_id
  CROSS JOIN LATERAL (SELECT json_agg(json_build_object('kind', kind, 'at', at) ORDER BY seq DESC) AS events
    FROM (SELECT kind, at, seq FROM ticket_event WHERE ticket_id = t.id ORDER BY seq DESC LIMIT 3) three) e`;

export interface BoardBench {
  /** Pages a second, each as text ready to be sent; of eight that ask as fast as they are answered. */
  measure(side: BoardSide, seconds: number): Promise<number>;
  close(): Promise<void>;
}

/** Starts a server with the demo town and its year of tickets on an empty database. */
export async function openBoardBench(databaseUrl: string): Promise<BoardBench> {
  const rates = { XIESHOU_RATE_PERSON: '1000000' };
  const server = await startServer(
    readConfig(['--port', '0', '--no-simulator'], { ...process.env, ...rates, DATABASE_URL: databaseUrl, REDIS_URL: '' }),
  );
  try {
    return await openOn(server);
  } catch (error) {
    await server.stop(); // it would keep the bench from ending
    throw error;
  }
}

/** @throws when the sides show different tickets: then there are no figures */
async function openOn(server: RunningServer): Promise<BoardBench> {
  const { pool, prisma } = server.house.services;
  const caller = await dispatcher(server);
  const document = parse(DOCUMENT);
  const pageOf: Record<BoardSide, () => Promise<string>> = {
    json: async () => (await pool.query<{ body: string }>({ name: 'bench.whole', text: WHOLE })).rows[0]?.body ?? '',
    ours: async () => JSON.stringify(await run(server.house, { query: DOCUMENT }, caller)),
    prisma: async () => {
      const tickets = async () => {
        const rows = await prisma.ticket.findMany({
          take: PAGE,
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          include: { category: true, grid: true, reporter: true, assignee: true, events: { orderBy: { seq: 'desc' }, take: 3 } },
        });
        return {
          edges: rows.map(({ events, ...ticket }) => ({
            node: { ...ticket, reporter: ticket.isAnonymous ? null : ticket.reporter, lastEvents: events },
          })),
        };
      };
      return JSON.stringify(await execute({ schema: SDL, document, rootValue: { tickets } }));
    },
  };
  /** What a side shows; times to the second, for each writes fractions in its own way. */
  const ticketsOf = async (side: BoardSide) => {
    const { edges } = (JSON.parse(await pageOf[side]()) as { data: { tickets: { edges: { node: object }[] } } }).data.tickets;
    return JSON.stringify(edges, (_key, value) =>
      typeof value === 'string' ? value.replace(/\.\d+(Z|\+00:00)$/, 'Z').replace('+00:00', 'Z') : value,
    );
  };
  const shown = await Promise.all(BOARD_SIDES.map(ticketsOf));
  if (new Set(shown).size > 1) throw new Error(`no figures: the sides show different tickets\n${shown.join('\n')}`);
  return {
    async measure(side, seconds) {
      const started = performance.now();
      const end = started + seconds * 1000;
      let count = 0;
      await Promise.all(
        Array.from({ length: CLIENTS }, async () => {
          for (; performance.now() < end; count++) await pageOf[side]();
        }),
      );
      return (count * 1000) / (performance.now() - started);
    },
    close: () => server.stop(),
  };
}

/** The one at the board, as a socket of theirs would ask. */
async function dispatcher({ house, address }: RunningServer): Promise<Caller> {
  const query = 'mutation { demoSignIn(input: { persona: DISPATCHER }) { ... on DemoSignInSuccess { token } } }';
  const response = await fetch(`${address}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { token } = ((await response.json()) as { data: { demoSignIn: { token: string } } }).data.demoSignIn;
  const asker = { device: { address: '127.0.0.1', userAgent: '', origin: null, name: null }, language: 'zh', requestId: 'bench' } as const;
  const holder = await identify(house, token, asker);
  if (!('viewer' in holder)) throw new Error('nobody is at the board');
  return {
    ...asker,
    viewer: () => holder.viewer,
    sessionDoor: { token, remember: () => {}, forget: async () => {} },
    idempotencyKey: null,
    isReadOnly: false,
    setHeader: () => {},
  };
}
