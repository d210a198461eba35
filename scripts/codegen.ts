// npm run codegen: prints schema/schema.graphql and schema/rights.md from the code and generates the client's typed operations.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';

const ROOT = join(import.meta.dirname, '..');

/** Generates client/src/generated from the committed schema and the client's operations. */
export async function generateOperations(): Promise<void> {
  const { generate } = await import('@graphql-codegen/cli');
  const { default: config } = await import('../codegen.ts');
  await generate({ ...config, cwd: ROOT }, true);
  writeMutations();
  writeErrors();
  writeEnums();
}

/** Which types are errors: the pages' cache has to know that they are what `... on Error` asks for. */
function writeErrors(): void {
  const schema = readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8');
  const names = [...schema.matchAll(/^type (\w+) implements Error\b/gm)].map(([, name]) => `  '${name}',\n`);
  writeFileSync(join(ROOT, 'client/src/generated/errors.ts'), `export const ERRORS: readonly string[] = [\n${names.join('')}];\n`);
}

/** What each value of an enum is called: the words of the schema are those of the pages. A file each, so that a page loads its own. */
function writeEnums(): void {
  const { definitions } = parse(readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8'));
  mkdirSync(join(ROOT, 'client/src/generated/enums'), { recursive: true });
  for (const type of definitions) {
    if (type.kind !== 'EnumTypeDefinition') continue;
    const named = (type.values ?? []).map(({ name, description }) => ({ name: name.value, halves: description?.value.split(' / ') ?? [] }));
    const words = (half: 0 | 1) => named.map(({ name, halves }) => `    ${name}: ${JSON.stringify(halves[half] ?? name)},\n`).join('');
    const names = named.map(({ name }) => `'${name}'`).join(' | ');
    const text = `type Words = Record<${names}, string>;\nexport const words: { zh: Words; en: Words } = {\n  zh: {\n${words(0)}  },\n  en: {\n${words(1)}  },\n};\n`;
    writeFileSync(join(ROOT, `client/src/generated/enums/${type.name.value}.ts`), text);
  }
}

/** Under which hash each mutation is known now: what waits on a phone outlives the text it was written with. */
function writeMutations(): void {
  const hashes = new Map<string, string>();
  for (const file of globSync('client/src/generated/**/persisted-documents.json', { cwd: ROOT }).sort()) {
    for (const [hash, text] of Object.entries(JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, string>)) {
      const name = /\bmutation (\w+)/.exec(text)?.[1];
      if (!name) continue;
      if (hashes.has(name)) throw new Error(`Two mutations are called ${name}: what waits on a phone is found by its name.`);
      hashes.set(name, hash.replace('sha256:', ''));
    }
  }
  const lines = [...hashes].map(([name, hash]) => `  ${name}: '${hash}',\n`).join('');
  writeFileSync(
    join(ROOT, 'client/src/generated/mutations.ts'),
    `export const MUTATIONS: Readonly<Record<string, string>> = {\n${lines}};\n`,
  );
}

if (import.meta.main) {
  const { printedSchema } = await import('@xieshou/schema/index.ts');
  const { printedRights } = await import('@xieshou/schema/frame/access/printed.ts');
  writeFileSync(join(ROOT, 'schema/schema.graphql'), printedSchema());
  writeFileSync(join(ROOT, 'schema/rights.md'), printedRights());
  await generateOperations();
}
