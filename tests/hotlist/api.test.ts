import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { type Answer, ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { countersAndRows } from '../support/town.ts';

const VOTE =
  'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename ... on HotIssueVoteSuccess { hotIssue { id voteCount viewerHasVoted } } ... on Error { code message } } }';
const UNVOTE =
  'mutation ($id: ID!) { hotIssueUnvote(input: { hotIssueId: $id }) { __typename ... on HotIssueUnvoteSuccess { hotIssue { id voteCount viewerHasVoted } } ... on Error { code message } } }';
const CREATE =
  'mutation ($input: HotIssueCreateInput!) { hotIssueCreate(input: $input) { __typename ... on HotIssueCreateSuccess { hotIssue { id title description voteCount heat grid { name } community { name } } } ... on Error { code message } ... on ValidationError { fieldErrors { path code message } } } }';
const CLOSE =
  'mutation ($input: HotIssueCloseInput!) { hotIssueClose(input: $input) { __typename ... on HotIssueCloseSuccess { hotIssue { status closedReason } } ... on Error { code message } } }';
const LIST =
  'query ($board: HotBoardInput, $order: HotListOrder, $first: Int, $after: String) { hotList(board: $board, order: $order, first: $first, after: $after) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor rank node { id title voteCount heat status grid { id name } } } } }';

describe('the hot list over HTTP', () => {
  let server: TestServer;
  let zhang: string;
  beforeAll(async () => {
    server = await startTestServer();
    zhang = await signIn(server);
  });
  afterAll(() => server.stop());

  const topIssue = async () => (await ask(server, LIST, { first: 1 })).data.hotList.edges[0].node;
  const raise = async (input: object = {}, token = zhang) =>
    (await ask(server, CREATE, { input: { title: '路口红绿灯太短', category: 'other', ...input } }, { token })).data.hotIssueCreate;

  describe('voting', () => {
    it('of somebody signed out is UNAUTHENTICATED, in their language', async () => {
      const { id } = await topIssue();
      const zh = await ask(server, VOTE, { id });
      expect(zh.errors?.[0]).toMatchObject({ message: '您还没有登录，请先登录再操作。', extensions: { code: 'UNAUTHENTICATED' } });
      expect(zh.errors?.[0]?.extensions.requestId).toBeTruthy();
      const en = await ask(server, VOTE, { id }, { language: 'en-GB,zh;q=0.5' });
      expect(en.errors?.[0]?.message).toBe('You are signed out. Sign in and try again.');
    });

    it('of staff is FORBIDDEN', async () => {
      const { errors } = await ask(server, VOTE, { id: (await topIssue()).id }, { token: await signIn(server, 'OFFICER') });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    });

    it('counts once, a repeat changes nothing, taking back and taking back again neither', async () => {
      const { hotIssue } = await raise();
      const vote = async (mutation: string) => Object.values((await ask(server, mutation, { id: hotIssue.id }, { token: zhang })).data)[0];
      expect(await vote(VOTE)).toMatchObject({ __typename: 'HotIssueVoteSuccess', hotIssue: { voteCount: 1, viewerHasVoted: true } });
      expect(await vote(VOTE)).toMatchObject({ __typename: 'HotIssueVoteSuccess', hotIssue: { voteCount: 1, viewerHasVoted: true } });
      expect(await vote(UNVOTE)).toMatchObject({ __typename: 'HotIssueUnvoteSuccess', hotIssue: { voteCount: 0, viewerHasVoted: false } });
      expect(await vote(UNVOTE)).toMatchObject({ __typename: 'HotIssueUnvoteSuccess', hotIssue: { voteCount: 0, viewerHasVoted: false } });
    });

    it('for an unknown, foreign or malformed id is not found, never a crash', async () => {
      const grid = (await ask(server, '{ grids(first: 1) { edges { node { id } } } }')).data.grids.edges[0].node.id;
      const unknown = encodeId('HotIssue', '0198c5b2-0000-7000-8000-000000000000');
      for (const id of [unknown, grid, '', 'nonsense', '!!!', "' OR 1=1 --", '张'.repeat(500), `${unknown}=`]) {
        const { data, errors } = await ask(server, VOTE, { id }, { token: zhang });
        expect(errors).toBeUndefined();
        expect(data.hotIssueVote).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
        expect((await ask(server, 'query ($id: ID!) { hotIssue(id: $id) { id } node(id: $id) { id } }', { id })).data.hotIssue).toBeNull();
      }
    });

    it('of 64 clients for one resident and one issue at once ends with one vote', async () => {
      const { hotIssue } = await raise();
      const votes = await Promise.all(Array.from({ length: 64 }, () => ask(server, VOTE, { id: hotIssue.id }, { token: zhang })));
      expect(votes.every(({ data }) => data.hotIssueVote.__typename === 'HotIssueVoteSuccess')).toBe(true);
      const [row] = (await countersAndRows(server.database)).filter(({ id }) => encodeId('HotIssue', id) === hotIssue.id);
      expect(row).toMatchObject({ voteCount: 1 });
      expect(row?.times).toHaveLength(1);
    });

    it('for a closed issue is an error of its own', async () => {
      const solved = (await ask(server, LIST, { first: 100 })).data.hotList.edges.find(
        ({ node }: { node: { status: string } }) => node.status === 'SOLVED',
      ).node;
      for (const mutation of [VOTE, UNVOTE]) {
        const answer = Object.values((await ask(server, mutation, { id: solved.id }, { token: zhang })).data)[0];
        expect(answer).toMatchObject({ __typename: 'HotIssueClosedError', code: 'HOT_ISSUE_CLOSED' });
      }
    });
  });

  describe('raising an issue', () => {
    it('puts it on the board of its point, of a given grid, else of the home grid', async () => {
      const { grids } = (await ask(server, '{ grids(first: 100) { edges { node { id code boundary } } } }')).data;
      const grid = grids.edges.find(({ node }: { node: { code: string } }) => node.code === '7').node;
      const [a, , c] = grid.boundary.coordinates[0][0];
      const location = { longitude: (a[0] + c[0]) / 2, latitude: (a[1] + c[1]) / 2 };
      expect((await raise({ location })).hotIssue.grid.name).toContain('7 号网格');
      expect((await raise({ gridId: grid.id })).hotIssue.grid.name).toContain('7 号网格');
      expect((await raise()).hotIssue.grid.name).toContain('3 号网格');
    });

    it('outside every grid puts it on the station’s board', async () => {
      const answer = await raise({ location: { longitude: 0, latitude: 0 } });
      expect(answer.hotIssue).toMatchObject({ grid: null, community: null, voteCount: 0, heat: 0 });
    });

    it.each([
      ['empty', { title: '   ' }, ['input', 'title'], 'EMPTY'],
      ['too short', { title: '停车' }, ['input', 'title'], 'TOO_SHORT'],
      ['too long', { title: '车'.repeat(61) }, ['input', 'title'], 'TOO_LONG'],
      ['with a control character', { title: '停车\u0007太乱了' }, ['input', 'title'], 'CONTROL_CHARACTER'],
      ['with a text direction override', { title: '停车\u202e太乱了' }, ['input', 'title'], 'CONTROL_CHARACTER'],
      ['with a line break', { title: '停车\n太乱了' }, ['input', 'title'], 'CONTROL_CHARACTER'],
      ['with markup', { title: '停车<img src=x>太乱' }, ['input', 'title'], 'MARKUP'],
      ['with markup in the details', { description: '<script>alert(1)</script>' }, ['input', 'description'], 'MARKUP'],
      ['with details too long', { description: '长'.repeat(1001) }, ['input', 'description'], 'TOO_LONG'],
      ['with an unknown category', { category: 'nope' }, ['input', 'category'], 'UNKNOWN'],
      ['at a point that is not on Earth', { location: { longitude: 400, latitude: 0 } }, ['input', 'location'], 'OUT_OF_RANGE'],
    ])('%s is a ValidationError with the field’s path', async (_name, input, path, code) => {
      const answer = await raise(input);
      expect(answer).toMatchObject({ __typename: 'ValidationError', code: 'VALIDATION_FAILED', fieldErrors: [{ path, code }] });
      expect(answer.fieldErrors[0].message.length).toBeGreaterThan(3);
    });

    it('keeps text as text', async () => {
      const title = '1 < 2 && "引号" <3 \\ \' ; --';
      expect((await raise({ title, description: '第一行\n第二行' })).hotIssue).toMatchObject({ title, description: '第一行\n第二行' });
    });

    it('offers near duplicates of the same grid before', async () => {
      const query = 'query ($title: String!) { hotIssueDuplicates(title: $title) { title } }';
      const { data } = await ask(server, query, { title: '夜间停车太乱，消防车进不来' }, { token: zhang });
      expect(data.hotIssueDuplicates[0].title).toBe('夜间停车乱，消防车进不来');
      const elsewhere = await ask(server, query, { title: '夜间停车太乱，消防车进不来' }, { token: await signIn(server, 'RESIDENT', 700) });
      expect(elsewhere.data.hotIssueDuplicates.map(({ title }: { title: string }) => title)).not.toContain('夜间停车乱，消防车进不来');
      const endless = await ask(server, query, { title: '停车'.repeat(35_000) }, { token: zhang });
      expect(endless.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    });
  });

  describe('closing an issue', () => {
    it('is for the staff on duty in its grid and for the desk, with a reason', async () => {
      const { hotIssue } = await raise();
      const input = { hotIssueId: hotIssue.id, outcome: 'SOLVED', reason: '红绿灯已经调好。' };
      const close = async (token: string, more = {}) =>
        (await ask(server, CLOSE, { input: { ...input, ...more } }, { token })).data.hotIssueClose;
      expect(await close(zhang)).toMatchObject({ __typename: 'ForbiddenError' });
      expect(await close(await signIn(server, 'OFFICER', 3))).toMatchObject({ __typename: 'ForbiddenError' }); // grid 4
      expect(await close(await signIn(server, 'ADMIN'))).toMatchObject({ __typename: 'ForbiddenError' });
      const wang = await signIn(server, 'OFFICER', 2); // grid 3
      expect(await close(wang, { reason: ' ' })).toMatchObject({ __typename: 'ValidationError' });
      expect(await close(wang)).toMatchObject({
        __typename: 'HotIssueCloseSuccess',
        hotIssue: { status: 'SOLVED', closedReason: input.reason },
      });
      expect(await close(await signIn(server, 'DISPATCHER'))).toMatchObject({ __typename: 'ConflictError' });
    });

    it('follows duty: who was moved to another grid may no longer', async () => {
      const { hotIssue } = await raise();
      const wang = await signIn(server, 'OFFICER', 2);
      const query = 'query ($id: ID!) { hotIssue(id: $id) { viewerCan { vote close } } }';
      const may = async () => (await ask(server, query, { id: hotIssue.id }, { token: wang })).data.hotIssue.viewerCan;
      expect(await may()).toEqual({ vote: false, close: true });
      await server.database.pool.query(
        `UPDATE duty SET ends_at = now() - interval '1 second' FROM staff_profile p, grid g WHERE p.id = staff_id AND g.id = grid_id AND p.role = 'OFFICER' AND g.code = '3'`,
      );
      expect(await may()).toEqual({ vote: false, close: false });
    });
  });

  describe('reading', () => {
    it('pages through a board without gap or repeat, with ranks that go on', async () => {
      const seen: { id: string; rank: number }[] = [];
      let after: string | null = null;
      do {
        const { hotList }: Answer['data'] = (await ask(server, LIST, { first: 17, after })).data;
        expect(hotList.pageInfo.hasPreviousPage).toBe(after !== null);
        seen.push(...hotList.edges.map(({ rank, node }: { rank: number; node: { id: string } }) => ({ rank, id: node.id })));
        after = hotList.pageInfo.hasNextPage ? hotList.pageInfo.endCursor : null;
        if (after === null) expect(seen).toHaveLength(hotList.totalCount);
      } while (after !== null);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      expect(seen.map(({ rank }) => rank)).toEqual(seen.map((_, index) => index + 1));
    });

    it('of a grid’s board gives that grid’s issues only', async () => {
      const gridId = (await topIssue()).grid.id;
      const { edges } = (await ask(server, LIST, { board: { gridId }, first: 100 })).data.hotList;
      expect(edges.length).toBeGreaterThan(1);
      expect(edges.every(({ node }: { node: { grid: { id: string } } }) => node.grid.id === gridId)).toBe(true);
    });

    it('sums up to the votes of its grid, right after a vote too', async () => {
      const { id, grid } = await topIssue();
      const both = `query ($board: HotBoardInput) { hotList(board: $board, first: 100) { edges { node { voteCount } } } grids(first: 100) { edges { node { id voteCount } } } }`;
      const sums = async () => {
        const { hotList, grids } = (await ask(server, both, { board: { gridId: grid.id } })).data;
        const sum = hotList.edges.reduce((total: number, { node }: { node: { voteCount: number } }) => total + node.voteCount, 0);
        return [sum, grids.edges.find(({ node }: { node: { id: string } }) => node.id === grid.id).node.voteCount];
      };
      const [before, told] = await sums();
      expect(told).toBe(before);
      await ask(server, VOTE, { id }, { token: await signIn(server, 'RESIDENT', 60) });
      expect(await sums()).toEqual([before + 1, before + 1]);
    });

    it.each([
      ['an unknown board', { board: { gridId: 'nope' } }, 'NOT_FOUND'],
      ['two boards at once', { board: { gridId: 'a', communityId: 'b' } }, 'BAD_USER_INPUT'],
      ['a page of nothing', { first: 0 }, 'BAD_USER_INPUT'],
      ['a page too large', { first: 101 }, 'BAD_USER_INPUT'],
      ['a cursor of somebody else', { after: 'bm9wZQ' }, 'BAD_USER_INPUT'],
      ['a forged cursor', { after: Buffer.from('[1,"x",2,"y","z"]').toString('base64url') }, 'BAD_USER_INPUT'],
    ])('of %s is refused with a code', async (_name, variables, code) => {
      expect((await ask(server, LIST, variables)).errors?.[0]?.extensions.code).toBe(code);
    });

    it('any node by its id gives its type', async () => {
      const { id, grid } = await topIssue();
      const { data } = await ask(server, 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids: [grid.id, 'nope', id] });
      expect(data.nodes).toEqual([{ __typename: 'Grid', id: grid.id }, null, { __typename: 'HotIssue', id }]);
    });
  });

  describe('the session', () => {
    it('ends with signOut: the token is worth nothing', async () => {
      const token = await signIn(server, 'RESIDENT', 5);
      expect((await ask(server, '{ viewer { persona name } }', {}, { token })).data.viewer.persona).toBe('RESIDENT');
      await ask(server, 'mutation { signOut { viewer { name } } }', {}, { token });
      expect((await ask(server, '{ viewer { name } }', {}, { token })).data.viewer).toBeNull();
    });

    it('is refused to a persona that is not there', async () => {
      const { data } = await ask(server, 'mutation { demoSignIn(input: { persona: RESIDENT, index: 99999 }) { __typename } }');
      expect(data.demoSignIn.__typename).toBe('NotFoundError');
    });
  });

  describe('the door', () => {
    const post = (headers: Record<string, string>, body = JSON.stringify({ query: '{ __typename }' })) =>
      fetch(`${server.address}graphql`, { method: 'POST', headers, body });

    it('takes JSON of own and no origin, and nothing else', async () => {
      const json = { 'content-type': 'application/json' };
      expect((await post(json)).status).toBe(200);
      expect((await post({ ...json, origin: server.address.slice(0, -1) })).status).toBe(200);
      expect((await post({ ...json, origin: 'https://evil.example' })).status).toBe(403);
      expect((await post({ 'content-type': 'application/x-www-form-urlencoded' }, 'query={__typename}')).status).toBe(415);
      expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
      expect((await post(json, JSON.stringify({ query: ' '.repeat(300_000) }))).status).toBe(413);
    });

    it('never does a mutation by GET', async () => {
      const response = await fetch(`${server.address}graphql?query=${encodeURIComponent('mutation { signOut { viewer { name } } }')}`);
      expect(response.status).toBe(405);
    });

    it('serves the schema, health and readiness', async () => {
      expect(await (await fetch(`${server.address}schema.graphql`)).text()).toContain('type HotIssue implements Node');
      expect((await fetch(`${server.address}healthz`)).status).toBe(200);
      expect((await fetch(`${server.address}readyz`)).status).toBe(200);
    });
  });
});
