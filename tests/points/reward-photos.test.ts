// Pictures of rewards: taken once from what was sent, seen by everybody, swept when another takes their place.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expire } from '../../api/jobs/retention.ts';
import { makePhoto } from '../support/photos.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';

const CONTENT = { name: '太极扇', points: 40 };
const REWARD = 'reward { id photo version }';

let server: TestServer;
let commander: string;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  [commander, admin] = await Promise.all([signIn(server, 'COMMANDER'), signIn(server, 'ADMIN')]);
});
afterAll(() => server?.stop());

async function send(token: string): Promise<string> {
  const { buffer, mimeType } = await makePhoto();
  const headers = { 'content-type': mimeType, authorization: `Bearer ${token}` };
  const answer = await fetch(new URL('uploads', server.address), { method: 'POST', body: new Uint8Array(buffer), headers });
  return ((await answer.json()) as { id: string }).id;
}
const load = async (url: string) => (await fetch(new URL(url, server.address))).status;

describe('the picture of a reward', () => {
  it('is seen by everybody, belongs to one reward, and goes when another takes its place', async () => {
    const photoId = await send(admin);
    expect(await deed(server, commander, 'rewardCreate', { content: { ...CONTENT, photoId }, stock: 3 }, REWARD)).toMatchObject({
      fieldErrors: [{ path: ['input', 'content', 'photoId'] }], // another has sent it
    });
    const { reward } = await deed(server, admin, 'rewardCreate', { content: { ...CONTENT, photoId }, stock: 3 }, REWARD);
    expect(await load(reward.photo)).toBe(200);
    const { data } = await ask(server, '{ rewards(first: 100) { edges { node { id photo } } } }');
    expect(data.rewards.edges.map(({ node }: { node: object }) => node)).toContainEqual({ id: reward.id, photo: reward.photo });

    const racers = await Promise.all(
      Array.from({ length: 8 }, () => deed(server, admin, 'rewardCreate', { content: { ...CONTENT, photoId }, stock: 3 }, REWARD)),
    );
    expect(racers.filter((answer) => answer.reward)).toEqual([]);

    const change = (content: object, expectedVersion: number) =>
      deed(server, admin, 'rewardUpdate', { rewardId: reward.id, expectedVersion, content: { ...CONTENT, ...content } }, REWARD);
    const kept = (await change({ name: '太极扇（大）' }, 1)).reward;
    expect(kept.photo).toBe(reward.photo);
    const next = await send(admin);
    expect(await change({ photoId: next }, 1)).toMatchObject({ __typename: 'ConflictError' });
    const replaced = (await change({ photoId: next }, 2)).reward; // a refusal has not used it up
    expect(replaced.photo).not.toBe(reward.photo);
    expect([await load(replaced.photo), await load(reward.photo)]).toEqual([200, 404]);
    const without = (await change({ photoId: null }, 3)).reward;
    expect(without.photo).toBe(null);

    const { services } = server.house;
    const fileOf = (url: string) => url.slice('/uploads/'.length);
    expect(await services.files.get(fileOf(reward.photo))).not.toBe(null);
    await expire(services, 30);
    expect([await services.files.get(fileOf(reward.photo)), await services.files.get(fileOf(replaced.photo))]).toEqual([null, null]);
  });

  it('wins 64 times pressed for one reward', async () => {
    const photoId = await send(admin);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 64 }, () =>
        ask(
          server,
          `mutation ($input: RewardCreateInput!) { rewardCreate(input: $input) { ... on RewardCreateSuccess { ${REWARD} } } }`,
          { input: { content: { ...CONTENT, photoId }, stock: 1 } },
          { token: admin, headers: { 'idempotency-key': key } },
        ),
      ),
    );
    const made = answers.flatMap(({ data }) => data?.rewardCreate.reward?.id ?? []);
    expect(new Set(made).size).toBe(1);
  });
});
