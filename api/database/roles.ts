// Two database roles: the owner migrates; the server works as one that can neither change tables nor rewrite the record.
import { APPEND_ONLY } from '@xieshou/schema/modules.ts';
import type pg from 'pg';
import { StartError } from '../start-error.ts';

/** The role in which the server's own connections work. Of the whole PostgreSQL server, shared by its databases. */
export const SERVER_ROLE = 'xieshou_server';

/**
 * Makes the server's role and gives it what it needs, once a migration: read and write rows everywhere, but add and
 * read only where the record is kept. Call under the migration lock.
 * @throws StartError when the connection's user may not make roles
 */
export async function grantServerRole(client: pg.ClientBase, { isNew }: { isNew: boolean }): Promise<void> {
  if (!isNew && (await isGranted(client))) return;
  await makeRole(client);
  await client.query(`
    GRANT ${SERVER_ROLE} TO CURRENT_USER;
    GRANT USAGE ON SCHEMA public TO ${SERVER_ROLE};
    REVOKE CREATE ON SCHEMA public FROM ${SERVER_ROLE}, PUBLIC;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${SERVER_ROLE};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${SERVER_ROLE};
    REVOKE ALL ON _prisma_migrations FROM ${SERVER_ROLE};
    ${APPEND_ONLY.map((table) => `REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM ${SERVER_ROLE};`).join('\n')}
    REVOKE EXECUTE ON FUNCTION expire_access_log(int) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION expire_access_log(int) TO ${SERVER_ROLE};
    REVOKE EXECUTE ON FUNCTION erase_ticket_words(uuid) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION erase_ticket_words(uuid) TO ${SERVER_ROLE};
  `);
}

async function isGranted(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ isGranted: boolean }>(
    `SELECT coalesce(bool_and(pg_has_role(oid, 'MEMBER') AND has_table_privilege(oid, 'access_log', 'INSERT')), false) AS "isGranted"
     FROM pg_roles WHERE rolname = $1`,
    [SERVER_ROLE],
  );
  return rows[0]?.isGranted ?? false;
}

async function makeRole(client: pg.ClientBase): Promise<void> {
  try {
    await client.query(`CREATE ROLE ${SERVER_ROLE} NOLOGIN`);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '42710' || code === '23505') return; // it is there, or another database makes it at this moment
    if (code !== '42501') throw error;
    throw new StartError(
      `The database user of DATABASE_URL may not make the role ${SERVER_ROLE}: have an administrator run "CREATE ROLE ${SERVER_ROLE}; GRANT ${SERVER_ROLE} TO" that user "WITH ADMIN OPTION".`,
    );
  }
}
