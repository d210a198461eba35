// A database of its own for a test file, copied from a template.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectTo, type Database } from '../../api/database/connect.ts';

/** The server on which tests make their databases. */
export function adminUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('Run the tests with `npm test`: it starts the database they need.');
  const admin = new URL(url);
  admin.pathname = '/postgres';
  return admin.href;
}

/** Names that cannot meet those of another run on the same server. */
export function databaseName(name: string): string {
  const base = new URL(process.env.TEST_DATABASE_URL ?? 'postgresql://none/none').pathname.slice(1).toLowerCase();
  return `${base.replace(/\W/g, '_')}_test_${name}`;
}

export function urlOf(name: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${name}`;
  return url.href;
}

/** Makes a migrated database. `demo`: with the demo town, else empty but for the station and categories. */
export async function makeDatabase(template: 'empty' | 'demo' = 'empty'): Promise<string> {
  const name = databaseName(randomBytes(6).toString('hex'));
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${databaseName(template)}`);
  return urlOf(name);
}

/** A database without any table. */
export async function makeBareDatabase(): Promise<string> {
  const name = databaseName(randomBytes(6).toString('hex'));
  await asAdmin(`CREATE DATABASE ${name}`);
  return urlOf(name);
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

/** An open, migrated database; close it after the tests. */
export async function openTestDatabase(template: 'empty' | 'demo' = 'empty', databaseConnections = 6): Promise<Database> {
  return connectTo(await makeDatabase(template), { databaseConnections });
}
