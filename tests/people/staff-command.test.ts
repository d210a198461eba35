// npm run staff: the first administrator of an empty deployment, and a forgotten password.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../api/config.ts';
import { givePassword } from '../../api/people/staff-login.ts';
import { StartError } from '../../api/start-error.ts';
import { makeDatabase } from '../support/database.ts';
import { enrolAuthenticator, staffSignIn } from '../support/people.ts';
import { runCommand, scratchFolder } from '../support/process.ts';
import { ask, startTestServer, type TestServer } from '../support/server.ts';

const { folder, remove } = scratchFolder();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ databaseUrl: await makeDatabase('empty'), isDemo: false, dataFolder: folder });
});
afterAll(async () => {
  await server.stop();
  remove();
});

const staff = (...args: string[]) =>
  runCommand('api/commands/staff.ts', [...args, '--data', folder], { env: { DATABASE_URL: server.databaseUrl } });
const passwordIn = (stdout: string) => /shown once: (\S+)$/m.exec(stdout)?.[1] ?? '';

it('adds the first administrator, who signs in, sets up a second factor and administers', async () => {
  const { code, stdout, stderr } = await staff('--login', 'chief', '--name', '张伟', '--title', '张所长');
  expect([code, stderr]).toEqual([0, '']);
  const { data } = await staffSignIn(server, 'chief', passwordIn(stdout));
  expect(data.staffSignIn.viewer).toEqual({ lacksSecondFactor: true });
  const { token } = await enrolAuthenticator(server, data.staffSignIn.token, passwordIn(stdout));
  const { data: log } = await ask(server, '{ auditLog(action: STAFF_CREATE) { edges { node { actorKind actorTitle } } } }', {}, { token });
  expect(log.auditLog.edges).toEqual([{ node: { actorKind: 'SYSTEM', actorTitle: '系统' } }]);
});

it('says in one sentence what it cannot do', async () => {
  const config = readConfig(['--data', folder], { DATABASE_URL: server.databaseUrl });
  for (const [asked, sentence] of [
    [{ login: 'chief' }, /^The login chief is taken.*$/],
    [{ login: 'x' }, /^--login must be 3 to 30.*$/],
    [{ login: 'other', role: 'KING' }, /^--role must be one of GRID_WORKER.*$/],
    [{ login: 'nobody', reset: true }, /^Nobody signs in as nobody\.$/],
  ] as const) {
    const fault = await givePassword(asked, config).catch((error) => error);
    expect(fault).toBeInstanceOf(StartError);
    expect(fault.message).toMatch(sentence);
  }
  const { code, stderr } = await staff('--nope');
  expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
  expect(stderr).toMatch(/Usage: npm run staff/);
});

it('gives a new password with --reset', async () => {
  const { stdout } = await staff('--login', 'chief', '--reset');
  const { data } = await staffSignIn(server, 'chief', passwordIn(stdout));
  expect(data.staffSignIn.viewer).toEqual({ lacksSecondFactor: true }); // the authenticator is gone too
});
