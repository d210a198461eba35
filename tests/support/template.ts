// Before all tests: one migrated database to copy from, and one with the demo town. After: both are dropped.
import pg from 'pg';
import { connectTo } from '../../api/database/connect.ts';
import { prepareStation } from '../../api/database/station.ts';
import { ensureDemo } from '../../api/demo/seed.ts';
import { adminUrl, databaseName, urlOf } from './database.ts';

export default async function setup() {
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  const drop = async () => {
    const { rows } = await admin.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [
      `${databaseName('')}%`,
    ]);
    for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(datname)} WITH (FORCE)`);
  };
  await drop();
  await make('empty', false);
  await make('demo', true);

  async function make(name: string, isDemo: boolean) {
    await admin.query(`CREATE DATABASE ${databaseName(name)}`);
    const database = await connectTo(urlOf(databaseName(name)), { databaseConnections: 2 });
    await prepareStation(database, { stationName: '和平街道派出所', halfLifeHours: 48 });
    if (isDemo) await ensureDemo(database, { halfLifeHours: 48, timeZone: 'Asia/Shanghai' }, { now: new Date(), ticketDays: 0 }, () => {});
    await database.close();
  }

  return async () => {
    await drop();
    await admin.end();
  };
}
