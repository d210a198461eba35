// The table of expected.txt as a map.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param width how many letters each row has. @throws when a row is too short, too long or there twice */
export function readTable(width: number): Map<string, string> {
  const table = new Map<string, string>();
  for (const line of readFileSync(join(import.meta.dirname, 'expected.txt'), 'utf8').split('\n')) {
    if (!line.trim() || line.startsWith('#')) continue;
    const [, field = '', letters = ''] = /^(.+?)\s+(\S+)$/.exec(line) ?? [];
    if (letters.length !== width) throw new Error(`expected.txt: ${line}`);
    if (table.has(field)) throw new Error(`expected.txt has ${field} twice`);
    table.set(field, letters);
  }
  return table;
}
