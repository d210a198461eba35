// npm run staff: adds a member of staff with a temporary password, or resets one's password; the first administrator
// of a new deployment is made so.
import { parseArgs } from 'node:util';
import { record } from '@xieshou/schema/audit/store.ts';
import { makePassword } from '@xieshou/schema/people/tokens.ts';
import { findLogin, insertStaff } from '@xieshou/schema/staff/store.ts';
import { v7 as uuid } from 'uuid';
import { StaffRole } from '../../prisma/client/enums.ts';
import { readConfig } from '../config.ts';
import { joinDatabase } from '../database/connect.ts';
import { endInOneSentence, parsedOr } from '../ending.ts';
import { Attempts } from '../people/attempts.ts';
import { openAuth } from '../people/auth.ts';
import { openIdentity } from '../people/identity.ts';
import { openSecrets } from '../people/secrets.ts';
import { StartError } from '../start-error.ts';

const USAGE = `Usage: npm run staff -- --login LOGIN [--name NAME] [--title TITLE] [--role ${Object.keys(StaffRole).join('|')}] [--reset] [--data DIR]`;

await endInOneSentence(async () => {
  const {
    login,
    name,
    title,
    role = 'ADMIN',
    reset,
    data,
  } = parsedOr(USAGE, () => {
    const text = { type: 'string' } as const;
    const options = { login: text, name: text, title: text, role: text, data: text, reset: { type: 'boolean' } } as const;
    return parseArgs({ options }).values;
  });
  if (!login || !/^[a-z0-9._-]{3,30}$/i.test(login)) throw new StartError(`--login must be 3 to 30 letters, digits or . _ -. ${USAGE}`);
  if (!Object.hasOwn(StaffRole, role)) throw new StartError(`--role must be one of ${Object.keys(StaffRole).join(', ')}.`);
  const config = readConfig(data ? ['--data', data] : [], process.env);
  const database = await joinDatabase(config);
  try {
    const { pool, prisma } = database;
    // No code is ever sent from here.
    const auth = openAuth({ prisma, secrets: openSecrets(config), sendCode: () => Promise.reject(new Error('not a door')) });
    const identity = openIdentity(auth, pool, new Attempts(null));
    const password = makePassword();
    const known = await findLogin(pool, login);
    if (reset) {
      if (!known) throw new StartError(`Nobody signs in as ${login}.`);
      await identity.resetPassword(known.userId, password);
      await record(pool, null, [{ action: 'staff.password', detail: { staffId: known.staffId, by: 'npm run staff' } }]);
    } else {
      const made = known ? 'taken' : await identity.createLogin({ login, name: name ?? login, password });
      if (made === 'taken') throw new StartError(`The login ${login} is taken: choose another, or add --reset for a new password.`);
      const staffId = uuid();
      await insertStaff(pool, {
        id: staffId,
        userId: made.userId,
        role: role as StaffRole,
        name: name ?? login,
        title: title ?? name ?? login,
      });
      await record(pool, null, [{ action: 'staff.create', detail: { staffId, role, by: 'npm run staff' } }]);
    }
    console.log(`${login} signs in at /staff with this temporary password, shown once: ${password}`);
  } finally {
    await database.close();
  }
});
