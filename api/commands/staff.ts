// npm run staff: adds a member of staff with a temporary password, or resets one's password; the first administrator
// of a new deployment is made so.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { endInOneSentence, parsedOr } from '../ending.ts';
import { givePassword, USAGE } from '../people/staff-login.ts';

await endInOneSentence(async () => {
  const { data, ...asked } = parsedOr(USAGE, () => {
    const text = { type: 'string' } as const;
    const options = { login: text, name: text, title: text, role: text, data: text, reset: { type: 'boolean' } } as const;
    return parseArgs({ options }).values;
  });
  const password = await givePassword(asked, readConfig(data ? ['--data', data] : [], process.env));
  console.log(`${asked.login} signs in at /staff with this temporary password, shown once: ${password}`);
});
