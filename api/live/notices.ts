// Commands such as import write straight into the database; PostgreSQL's NOTIFY tells running servers to look again.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const CHANNEL = 'xieshou_changed';

/** Tells every server on this database that boards have changed. Takes effect at the commit. */
export async function notifyChanged(db: Pick<pg.Pool, 'query'>): Promise<void> {
  await db.query(`NOTIFY ${CHANNEL}`);
}

/** Calls back whenever a command has changed the database, and after a gap in listening. Answers how to stop. */
export async function listenForChanges(url: string, onChanged: () => void): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let client = await connect(url, onChanged, reconnect);

  function reconnect() {
    if (stopping.signal.aborted) return;
    void (async () => {
      while (!stopping.signal.aborted) {
        try {
          client = await connect(url, onChanged, reconnect);
          onChanged();
          return;
        } catch {
          await delay(1000, undefined, { signal: stopping.signal }).catch(() => {});
        }
      }
    })();
  }

  return async () => {
    stopping.abort();
    await client.end().catch(() => {});
  };
}

async function connect(url: string, onChanged: () => void, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  client.on('notification', onChanged);
  client.once('end', onLost);
  await client.query(`LISTEN ${CHANNEL}`);
  return client;
}
