// Volunteers of a test, in a sentence.
import { ask, deed, type TestServer } from './server.ts';

type Server = Pick<TestServer, 'address'>;

/** Ids of the demo's teams by their kind. */
export async function teamIds(server: Server): Promise<Record<string, string>> {
  const { data } = await ask(server, '{ teams { id kind } }');
  return Object.fromEntries(data.teams.map(({ id, kind }: { id: string; kind: string }) => [kind, id]));
}

/** Posts of the demo by their name. */
export async function posts(server: Server): Promise<Record<string, { id: string; longitude: number; latitude: number }>> {
  const { data } = await ask(server, '{ dutyPosts { id name longitude latitude } }');
  return Object.fromEntries(data.dutyPosts.map((post: { name: string; id: string }) => [post.name, post]));
}

/** A shift of a team, made by an officer. Answers its id. */
export async function makeShift(
  server: Server,
  token: string,
  { teamId, postId, startsAt, ...more }: { teamId: string; postId: string; startsAt: Date } & Record<string, unknown>,
): Promise<string> {
  const content = { teamId, postId, title: '加班巡逻', capacity: 3, minutes: 60, startsAt: startsAt.toISOString(), ...more };
  const answer = await deed(server, token, 'shiftCreate', { content }, 'shift { id }');
  if (!answer.shift) throw new Error(`no shift: ${JSON.stringify(answer)}`);
  return answer.shift.id;
}

const APPLICATION = {
  skills: ['TEACHING'],
  times: ['WEEKEND_MORNING'],
  healthNote: '血压偏高',
  contactName: '家人',
  contactPhone: '10000000001',
};

/** Somebody becomes a volunteer of the patrol, trained and insured. Answers their id as one. */
export async function becomeVolunteer(server: Server, token: string, officer: string): Promise<string> {
  const applied = await deed(server, token, 'volunteerApply', APPLICATION, 'volunteer { id version }');
  const { id: volunteerId, version: expectedVersion } = applied.volunteer;
  const { PATROL: teamId } = await teamIds(server);
  await deed(server, officer, 'volunteerReview', { volunteerId, expectedVersion, isAccepted: true, teamId });
  const { data } = await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Team { course { id } } } }', { id: teamId });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  await deed(server, officer, 'trainingCertify', { volunteerId, courseId: data.node.course.id });
  const insurance = { insurer: '平安志愿者意外险', policyNumber: 'P-7', startsAt: day(-1), endsAt: day(300) };
  await deed(server, officer, 'insuranceAdd', { volunteerId, ...insurance });
  return volunteerId;
}

/** Somebody becomes a volunteer and is checked in to a shift that is about to begin. */
export async function makeVolunteer(server: Server, token: string, officer: string) {
  const volunteer = await becomeVolunteer(server, token, officer);
  const team = (await teamIds(server)).PATROL as string;
  const { id: postId } = (await posts(server)).社区警务室 as { id: string };
  const shift = await makeShift(server, officer, { teamId: team, postId, startsAt: new Date(Date.now() + 600_000) });
  const joined = await deed(server, token, 'shiftJoin', { shiftId: shift });
  if (joined.__typename !== 'ShiftJoinSuccess') throw new Error(`not joined: ${JSON.stringify(joined)}`);
  const { data } = await ask(
    server,
    'query ($id: ID!) { node(id: $id) { ... on Shift { captainCode { code } } } }',
    { id: shift },
    { token: officer },
  );
  const checked = await deed(server, token, 'shiftCheckIn', { shiftId: shift, code: data.node.captainCode.code });
  if (checked.__typename !== 'ShiftCheckInSuccess') throw new Error(`not checked in: ${JSON.stringify(checked)}`);
  return { volunteer, team, shift };
}
