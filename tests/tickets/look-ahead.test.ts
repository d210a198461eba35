// What is read of a ticket follows from the document, and shows in no answer.
import { type GraphQLField, type GraphQLOutputType, getNamedType, getNullableType, isLeafType, isListType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';
import { FEWEST } from '../../schema/work/tickets/arrivals.ts';
import { type Answer, ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { recordStatements, type Statement } from '../support/statements.ts';
import { act, alarm, report } from '../support/tickets.ts';

const fieldsOf = (typename: string) => {
  const type = schema.getType(typename);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};
const FIELDS = fieldsOf('Ticket');

/** Of tickets beside a ticket the leaves are enough: with all below them a page would cost too much. */
const isTickets = (type: GraphQLOutputType) => isListType(getNullableType(type)) && getNamedType(type).name === 'Ticket';

/** A field with the leaves of what it gives, two levels down. */
function selectionOf(field: GraphQLField<unknown, unknown>, depth = 2): string | null {
  const named = getNamedType(field.type);
  if (isLeafType(named)) return field.name;
  if (!isObjectType(named) || depth === 0) return null;
  const below = Object.values(named.getFields()).flatMap((one) => selectionOf(one, isTickets(field.type) ? 0 : depth - 1) ?? []);
  return `${field.name} { ${below.join(' ')} }`;
}

const wordsOf = ({ errors = [] }: Answer) => new Set(errors.map(({ message }) => message));

describe('a list of tickets', () => {
  let server: TestServer;
  let heard: Statement[];
  let tokens: Record<'resident' | 'neighbour' | 'officer' | 'dispatcher', string>;
  beforeAll(async () => {
    const clock = { now: () => new Date(now) };
    const now = Date.now();
    server = await startTestServer({
      clock,
      relay: { url: 'http://127.0.0.1:9/', token: 'x' },
    });
    tokens = {
      resident: await signIn(server, 'RESIDENT', 0),
      neighbour: await signIn(server, 'RESIDENT', 1),
      officer: await signIn(server, 'OFFICER', 2), // of grid 3
      dispatcher: await signIn(server, 'DISPATCHER'),
    };
    const { resident, officer, dispatcher } = tokens;
    const ticket = async (input: object = {}) => (await report(server, resident, input)).ticket.id as string;
    const { ticket: pressed } = await alarm(server, resident);
    for (const step of ['Dispatch', 'Accept', 'Arrive']) await act(server, officer, step, pressed.id);
    await act(server, officer, 'Resolve', pressed.id, { result: '孩子按着玩', isFalseAlarm: true });
    // Enough came to others before to say how long it may take.
    for (let n = 0; n < FEWEST; n++) {
      const { ticket: before } = await alarm(server, await signIn(server, 'RESIDENT', 20 + n));
      for (const step of ['Accept', 'Arrive']) await act(server, officer, step, before.id);
    }
    const { ticket: awaited } = await alarm(server, resident);
    await act(server, officer, 'Accept', awaited.id);
    await ticket({ isAnonymous: true, address: '三号楼', category: 'fire_lane_blocked' });
    await act(server, dispatcher, 'Reject', await ticket(), { reason: '不在本所辖区' });
    await act(server, officer, 'Ask', await ticket(), { question: '几楼？' });
    const urged = await ticket();
    await act(server, resident, 'Urge', urged);
    for (const level of [1, 2]) await act(server, dispatcher, 'Escalate', urged, { reason: `第 ${level} 次` });
    const finished = async (): Promise<string> => {
      const id = await ticket();
      for (const step of ['Dispatch', 'Accept', 'Arrive']) await act(server, officer, step, id);
      await act(server, officer, 'Resolve', id, { result: '已劝离' });
      await act(server, resident, 'Confirm', id, { rating: 2, comment: '又来了' });
      return id;
    };
    await finished();
    const reopened = await finished();
    await act(server, resident, 'Reopen', reopened, { reason: '又来了' });
    await act(server, officer, 'Merge', await ticket(), { intoTicketId: reopened });
    heard = recordStatements(server);
  });
  afterAll(() => server?.stop());

  it('says of each field alone what the whole ticket says, to whoever asks', async () => {
    const shown = new Set<string>();
    for (const token of Object.values(tokens)) {
      const { data } = await ask(server, '{ tickets(first: 60) { edges { node { id } } } }', {}, { token });
      const ids = data.tickets.edges.map(({ node }: { node: { id: string } }) => node.id);
      for (const field of FIELDS) {
        const selection = selectionOf(field);
        const page = await ask(server, `{ tickets(first: 60) { edges { node { id ${selection} } } } }`, {}, { token });
        const whole = await ask(
          server,
          `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Ticket { ${selection} } } }`,
          { ids },
          { token },
        );
        expect(wordsOf(page), field.name).toEqual(wordsOf(whole));
        if (page.errors) continue; // an entry of `nodes` may be null alone, one of a page takes the page with it
        const nodes = page.data.tickets.edges.map(({ node }: { node: object }) => node);
        expect(nodes, field.name).toEqual(whole.data.nodes);
        if (nodes.some((node: Record<string, unknown>) => node[field.name])) shown.add(field.name);
      }
    }
    // Where every ticket has nothing, the comparison would prove nothing.
    expect(FIELDS.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('says of each field of an event alone what it says among all', async () => {
    const selections = fieldsOf('TicketEvent').map((field) => selectionOf(field) as string);
    const eventsOf = async (selection: string) => {
      const { data } = await ask(
        server,
        `{ tickets(first: 12) { edges { node { lastEvents(first: 3) { ${selection} } } } } }`,
        {},
        { token: tokens.officer },
      );
      return data.tickets.edges.flatMap(({ node }: { node: { lastEvents: object[] } }) => node.lastEvents) as Record<string, unknown>[];
    };
    const whole = await eventsOf(selections.join(' '));
    for (const [n, { name }] of fieldsOf('TicketEvent').entries()) {
      expect(await eventsOf(selections[n] as string), name).toEqual(whole.map((event) => ({ [name]: event[name] })));
      expect(
        whole.some((event) => event[name]),
        name,
      ).toBe(true);
    }
  });

  const readPages = () => heard.map(({ text }) => text).filter((text) => text.includes('/* tickets.readPage */'));

  it('reads what is asked for and what rights ask for, no more', async () => {
    heard.length = 0;
    await ask(server, '{ tickets { edges { node { number category { code } } } } }', {}, { token: tokens.dispatcher });
    const columns = [...(readPages()[0] as string).matchAll(/AS "(\w+)"/g)].map(([, name]) => name).sort();
    expect(columns).toEqual([
      'assigneeId',
      'calledIds',
      'category',
      'categoryId',
      'categoryNames',
      'communityId',
      'createdAt',
      'dueAt',
      'followerIds',
      'gridId',
      'id',
      'number',
      'reporterId',
    ]);
  });

  it('reads what fragments, aliases, repeated fields and the ticket of an event ask for', async () => {
    heard.length = 0;
    const query = `query ($no: Boolean!) { tickets(first: 5) { ...page edges { node { a: number } } } tickets(first: 5) { edges { node { source } } } }
      fragment page on TicketConnection { edges { node { ... on Ticket { address @skip(if: $no) } ... { result } lastEvents { ticket { rating } } } } }`;
    const { data, errors } = await ask(server, query, { no: false }, { token: tokens.dispatcher });
    expect(errors).toBeUndefined();
    expect(Object.keys(data.tickets.edges[0].node).sort()).toEqual(['a', 'address', 'lastEvents', 'result', 'source']);
    const [text, ...more] = readPages() as [string];
    expect(more).toEqual([]);
    for (const column of ['number', 'source', 'address', 'result', 'rating']) expect(text).toContain(`AS "${column}"`);
    expect(text).not.toContain('AS "description"');
  });
});
