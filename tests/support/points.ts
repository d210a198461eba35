// Points of a test, in a sentence.
import { ask, signIn, type TestServer } from './server.ts';

/** The commander awards points to whoever holds a token. Answers the balance. */
export async function award(server: Pick<TestServer, 'address'>, token: string, points: number, reason = '值守奖励'): Promise<number> {
  const { data } = await ask(server, '{ myResident { id } }', {}, { token });
  const answer = await ask(
    server,
    'mutation ($input: PointsAwardInput!) { pointsAward(input: $input) { __typename ... on PointsAwardSuccess { balance } } }',
    { input: { residentId: data.myResident.id, points, reason } },
    { token: await signIn(server, 'COMMANDER') },
  );
  return answer.data.pointsAward.balance;
}

/** Some points, and the cheapest reward for some of them. Answers its voucher. */
export async function earnAndSpend(server: Pick<TestServer, 'address'>, token: string): Promise<{ id: string; code: string }> {
  for (const [points, reason] of [
    [120, '重阳节敬老活动值守'],
    [45, '夜间巡逻，劝返电动车 3 辆'],
  ] as const)
    await award(server, token, points, reason);
  const { data } = await ask(server, '{ rewards(first: 1) { edges { node { id } } } }');
  const redeemed = await ask(
    server,
    'mutation ($id: ID!) { rewardRedeem(input: { rewardId: $id }) { ... on RewardRedeemSuccess { redemption { id code } } } }',
    { id: data.rewards.edges[0].node.id },
    { token },
  );
  return redeemed.data.rewardRedeem.redemption;
}
