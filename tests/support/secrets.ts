// Every token, key and code that the suite meets, and every log that a server of it writes: the one must not be in the other.
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = () => process.env.TEST_SCRATCH ?? tmpdir();

/** Where servers of this test process log. */
export const logFile = () => join(scratch(), `xieshou-${process.pid}.log`);

const secretsFile = () => join(scratch(), `xieshou-${process.pid}.secrets`);

/** What is secret in an answer: tokens, keys, challenges, temporary passwords, recovery codes. */
const SECRETS = /"(?:token|key|challenge|temporaryPassword|secret)":"([^"]{10,})"|"([A-Za-z0-9]{5}-[A-Za-z0-9]{5})"/g;

/** Keeps what an answer shows once. */
export function rememberSecrets(text: string): void {
  const found = [...text.matchAll(SECRETS)].map(([, one, other]) => one ?? other);
  if (found.length > 0) appendFileSync(secretsFile(), `${found.join('\n')}\n`);
}

/** Keeps a one-time code, with the words around it: six digits alone are in any log. */
export function rememberCode(code: string): void {
  appendFileSync(secretsFile(), `code ${code}\n验证码 ${code}\n"code":"${code}"\n`);
}

/** Secrets that stand in a log of this run, each with the line. Empty: none, of as many as were met. */
export function secretsInLogs(folder: string): string[] {
  const read = (ending: string) =>
    readdirSync(folder)
      .filter((name) => name.startsWith('xieshou-') && name.endsWith(ending))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  const secrets = new Set(read('.secrets').flatMap((text) => text.split('\n').filter(Boolean)));
  const logs = read('.log').join('\n');
  const leaked = [...secrets].filter((secret) => logs.includes(secret));
  if (secrets.size > 0) console.log(`${secrets.size} secrets were looked for in ${(logs.length / 1024).toFixed(0)} KB of logs.`);
  return leaked.map((secret) => logs.split('\n').find((line) => line.includes(secret)) ?? secret);
}
