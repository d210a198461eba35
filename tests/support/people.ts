// People who sign in, register and work, as they would through the API.
import { createHmac } from 'node:crypto';
import { checkDigit } from '../../schema/commons/people/id-number.ts';
import type { Gateway } from './gateway.ts';
import { type Answer, ask, signIn, type TestServer } from './server.ts';

const ERROR = '__typename ... on Error { code message }';
const PROBLEM = `${ERROR} ... on ValidationError { fieldErrors { path code message } }`;

let callers = 0;
/** Another household each time, where the server believes its proxy (`proxies: 1`). */
function anotherAddress(): Record<string, string> {
  callers += 1;
  return { 'x-forwarded-for': `10.${callers >> 16}.${(callers >> 8) & 255}.${callers & 255}` };
}

/** Demo phones: nobody's. `n` tells people apart; below 9,000,000 some belong to the demo town. */
export const demoPhone = (n: number) => `100${String(n).padStart(8, '0')}`;

/** A number of the demo's region: nobody's. */
export function demoIdNumber({ birth = '19800101', order = 1 }: { birth?: string; order?: number } = {}): string {
  const first = `990101${birth}${String(order).padStart(3, '0')}`;
  return first + checkDigit(first);
}

/** Asks for a code. */
export const sendCode = (server: TestServer, phone: string) =>
  ask(
    server,
    `mutation ($phone: String!) { signInCodeSend(input: { phone: $phone }) { ${PROBLEM} ... on SignInCodeSendSuccess { retryAfterSeconds } } }`,
    { phone },
    { headers: anotherAddress() },
  );

/** Types a code. */
export const confirmCode = (server: TestServer, phone: string, code: string, headers = anotherAddress()) =>
  ask(
    server,
    `mutation ($phone: String!, $code: String!) { signInCodeConfirm(input: { phone: $phone, code: $code }) {
      ${PROBLEM} ... on SignInError { reason } ... on SignInCodeConfirmSuccess { token viewer { persona name } } } }`,
    { phone, code },
    { headers },
  );

/** Somebody new signs in with a phone; answers the token. */
export async function newcomer(server: TestServer, gateway: Gateway, phone: string): Promise<string> {
  await sendCode(server, phone);
  const { data } = await confirmCode(server, phone, gateway.codeFor(`+86${phone}`));
  if (!data?.signInCodeConfirm.token) throw new Error(`${phone} could not sign in: ${JSON.stringify(data)}`);
  return data.signInCodeConfirm.token;
}

/** Registers a real name. */
export const applyRealName = (server: TestServer, token: string, input: object = {}): Promise<Answer> =>
  ask(
    server,
    `mutation ($input: RealNameApplyInput!) { realNameApply(input: $input) { ${PROBLEM}
      ... on RealNameApplySuccess { application { id version decision idNumberMasked waitsForGuardian grid { id name } } } } }`,
    { input: { name: '测试一', idNumber: demoIdNumber(), address: '朝阳里 3 号楼 1 单元 101', ...input } },
    { token },
  );

/** A grid worker or officer decides. */
export const verifyRealName = (server: TestServer, token: string, applicationId: string, expectedVersion: number): Promise<Answer> =>
  ask(
    server,
    `mutation ($input: RealNameVerifyInput!) { realNameVerify(input: $input) { ${PROBLEM} ... on RealNameVerifySuccess { application { id decision } } } }`,
    { input: { applicationId, expectedVersion } },
    { token },
  );

/** Grids by their code, with the public ids. */
export async function gridIds(server: TestServer): Promise<Map<string, string>> {
  const { data } = await ask(server, '{ grids(first: 100) { edges { node { id code } } } }');
  return new Map(data.grids.edges.map(({ node }: { node: { id: string; code: string } }) => [node.code, node.id]));
}

interface StaffMember {
  id: string;
  login: string;
  password: string;
}

/** An administrator adds a member of staff. */
export async function newStaff(server: TestServer, role: string, login: string): Promise<StaffMember> {
  const admin = await signIn(server, 'ADMIN');
  const { data } = await ask(
    server,
    `mutation ($input: StaffCreateInput!) { staffCreate(input: $input) { ${PROBLEM} ... on StaffCreateSuccess { temporaryPassword staff { id } } } }`,
    { input: { login, name: '测试员', title: '测警官', role } },
    { token: admin },
  );
  const { temporaryPassword, staff } = data.staffCreate;
  return { id: staff.id, login, password: temporaryPassword };
}

/** Types login and password. */
export const staffSignIn = (server: TestServer, login: string, password: string) =>
  ask(
    server,
    `mutation ($input: StaffSignInInput!) { staffSignIn(input: $input) { ${ERROR} ... on SignInError { reason }
      ... on StaffSignInSuccess { token viewer { lacksSecondFactor } } ... on StaffSignInChallenge { challenge } } }`,
    { input: { login, password } },
    { headers: anotherAddress() },
  );

/** Meets a challenge with a code. */
export const meetChallenge = (server: TestServer, challenge: string, code: string) =>
  ask(
    server,
    `mutation ($input: SecondFactorConfirmInput!) { secondFactorConfirm(input: $input) { ${ERROR} ... on SignInError { reason }
      ... on SecondFactorConfirmSuccess { token viewer { persona lacksSecondFactor } } } }`,
    { input: { challenge, code } },
    { headers: anotherAddress() },
  );

/** Sets up an authenticator app; answers its secret, recovery codes and the new token. */
export async function enrolAuthenticator(server: TestServer, token: string, password: string) {
  const { data: begun } = await ask(
    server,
    `mutation ($input: SecondFactorBeginInput!) { secondFactorBegin(input: $input) { ${ERROR} ... on SecondFactorBeginSuccess { secret recoveryCodes } } }`,
    { input: { password } },
    { token },
  );
  const { secret, recoveryCodes } = begun.secondFactorBegin as { secret: string; recoveryCodes: string[] };
  const { data: enabled } = await ask(
    server,
    `mutation ($input: SecondFactorEnableInput!) { secondFactorEnable(input: $input) { ${ERROR} ... on SecondFactorEnableSuccess { token } } }`,
    { input: { code: totp(secret) } },
    { token },
  );
  return { secret, recoveryCodes, token: enabled.secondFactorEnable.token as string };
}

/** The code an authenticator app shows now: RFC 6238, SHA-1, 30 s, 6 digits. */
export function totp(secret: string, at = Date.now()): string {
  const bits = [...secret.replace(/=+$/, '')].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) as number) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
