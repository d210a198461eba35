// The walls between modules: who may import whom, and who may write to which table. Read from the code itself.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Manifest } from '@xieshou/schema/frame/manifest.ts';
import ts from 'typescript';

/** A file of schema/ or client/src/: its path there, and its text. */
export interface Source {
  path: string;
  text: string;
}

export function sourcesOf(folder: string): Source[] {
  const paths = globSync('**/*.{ts,tsx}', { cwd: folder, exclude: (name) => name === 'node_modules' });
  return paths.sort().map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}

/** The storeys that are no modules: tools of the domain, and what every module is made with. */
const LOWEST = ['ground', 'frame'];

type Storeys = Readonly<Record<string, readonly Pick<Manifest, 'name' | 'tables' | 'publishes'>[]>>;

/**
 * What breaks the walls, one sentence each. A file imports from its own module, from storeys below, and in commons and joins from
 * modules that are named before its own: never sideways among works, never up. A table is written to by its owner alone, and read
 * by others when the owner publishes it.
 */
export function brokenWalls(sources: readonly Source[], storeys: Storeys): string[] {
  const modules = Object.values(storeys).flat();
  const order = [...new Set([...LOWEST, ...modules.map(({ name }) => name)])];
  const works = new Set(storeys.work?.map(({ name }) => name));
  const owners = new Map(modules.flatMap((module) => module.tables.map((table) => [table, module] as const)));
  const isBelow = (other: string, name: string) => order.indexOf(other) < order.indexOf(name) && !(works.has(name) && works.has(other));
  return sources.flatMap(({ path, text }) => {
    const name = moduleOf(path);
    if (!name) return [];
    const imports = importsOf(path, text)
      .map((file) => ({ file, other: moduleOf(file) }))
      .filter(({ other }) => other && other !== name && !isBelow(other, name))
      .map(
        ({ file, other }) => `schema/${path} imports schema/${file}: ${other} does not lie below ${name}; announce it, or move it down.`,
      );
    const foreign = (table: string) => {
      const owner = owners.get(table);
      return owner && owner.name !== name ? owner : null;
    };
    const { written, read } = tablesIn(path, text);
    const writes = [...written].flatMap((table) => {
      const owner = foreign(table);
      return owner ? [`schema/${path} writes to ${table}, which belongs to ${owner.name}: call a command of ${owner.name}.`] : [];
    });
    const reads = [...read].flatMap((table) => {
      const owner = foreign(table);
      return owner && !owner.publishes?.includes(table)
        ? [
            `schema/${path} reads ${table}, which ${owner.name} does not publish: call a function of ${owner.name}, or name the table under its “publishes”.`,
          ]
        : [];
    });
    return [...imports, ...writes, ...reads];
  });
}

/** The module that a file of schema/ belongs to, or `ground` or `frame`; null: it lies above them all. */
function moduleOf(path: string): string | null {
  const [storey = '', module = ''] = path.split('/');
  if (LOWEST.includes(storey)) return storey;
  return module.includes('.') || module === '' ? null : module;
}

/** Files of the same folder that a file imports, at its start or later. */
function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(path), name)).replaceAll('\\', '/'))
    .filter((name) => !name.startsWith('..'));
}

/** What the lower floors of the client may import, of client/src; rooms stand on them, the shell on all. */
const FLOORS: Readonly<Record<string, RegExp>> = {
  net: /^(?:net|generated)\//,
  ui: /^(?:ui|net|generated)\//,
};

/** What the client's lower floors import from above, one sentence each. */
export function brokenFloors(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const [floor = ''] = path.split('/');
    const above = FLOORS[floor] ? importsOf(path, text).filter((imported) => !FLOORS[floor]?.test(imported)) : [];
    return above.map(
      (imported) => `client/src/${path} imports client/src/${imported}, which stands on ${floor}: hand it in, or move it down.`,
    );
  });
}

const WRITES = /\b(?:INSERT INTO|DELETE FROM|UPDATE)\s+"?([a-z_]+)"?/g;
const READS = /\b(?:FROM|JOIN)\s+"?([a-z_]+)"?/g;

/** Tables that the statements of a file write to and read. What a manifest declares of its own tables is the owner's. */
function tablesIn(path: string, text: string): { written: Set<string>; read: Set<string> } {
  const written = new Set<string>();
  const read = new Set<string>();
  const isManifest = /(?:^|\/)(?:module|holds)\.ts$/.test(path);
  const walk = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const sql = node.getText();
      for (const [, table = ''] of isManifest ? [] : sql.matchAll(WRITES)) written.add(table);
      for (const [, table = ''] of sql.matchAll(READS)) read.add(table);
    }
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return { written, read };
}
