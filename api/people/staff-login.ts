// Who may sign in as staff, from the operator's side: a new login with a temporary password, or a new password.
import { record } from '@xieshou/schema/commons/audit/store.ts';
import { makePassword } from '@xieshou/schema/commons/people/tokens.ts';
import { findLogin, insertStaff } from '@xieshou/schema/commons/staff/store.ts';
import { v7 as uuid } from 'uuid';
import { StaffRole } from '../../prisma/client/enums.ts';
import type { Config } from '../config.ts';
import { joinDatabase } from '../database/connect.ts';
import { StartError } from '../start-error.ts';
import { Attempts } from './attempts.ts';
import { openAuth } from './auth.ts';
import { openIdentity } from './identity.ts';
import { openSecrets } from './secrets.ts';

export const USAGE = `Usage: npm run staff -- --login LOGIN [--name NAME] [--title TITLE] [--role ${Object.keys(StaffRole).join('|')}] [--reset] [--data DIR]`;

type Text = string | undefined;

/** Adds a member of staff, or resets the password of one; answers the temporary password. @throws StartError in one sentence */
export async function givePassword(
  { login, name, title, role = 'ADMIN', reset }: { login?: Text; name?: Text; title?: Text; role?: Text; reset?: boolean | undefined },
  config: Config,
): Promise<string> {
  if (!login || !/^[a-z0-9._-]{3,30}$/i.test(login)) throw new StartError(`--login must be 3 to 30 letters, digits or . _ -. ${USAGE}`);
  if (!Object.hasOwn(StaffRole, role)) throw new StartError(`--role must be one of ${Object.keys(StaffRole).join(', ')}.`);
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
    return password;
  } finally {
    await database.close();
  }
}
