// npm run migration -- NAME: writes prisma/migrations/<time>_<name>/migration.sql, to be read and completed by hand.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../api/database/embedded.ts';
import { diffSchemas } from './schema-diff.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Give the migration a name of lower-case words: npm run migration -- add_rewards');
  process.exit(1);
}

const scratch = mkdtempSync(join(tmpdir(), 'xieshou-migration-'));
const database = await startEmbedded(join(scratch, 'postgres'));
const sql = await diffSchemas(database.url, committedSchema(), readFileSync('prisma/schema.prisma', 'utf8'));
await database.stop();
rmSync(scratch, { recursive: true });

const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = `prisma/migrations/${stamp}_${name}`;
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/migration.sql`, sql);
console.log(`Wrote ${folder}/migration.sql. Read it, add what Prisma cannot say, run the tests, commit both.`);
process.exit(0); // the engine keeps a connection pool of its own

function committedSchema(): string | null {
  try {
    return execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return null; // the first migration
  }
}
