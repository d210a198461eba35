// The walls between modules: who may import whom, and who may write to which table. Read from the code itself.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Manifest } from '@xieshou/schema/frame/manifest.ts';
import ts from 'typescript';

/** Parts of schema/ that every module stands on, whatever their folder. */
const GROUND = /^(?:[\w-]+\.ts|(?:frame|relay|errors)\/.*|access\/(?:callers|may|rules|viewer)\.ts)$/;

/**
 * What still stands against the walls, as `importer -> imported` or `module writes table`. The list only gets shorter: a line
 * that nothing needs any more is a fault, too.
 */
const LEFT = new Set(['tickets -> patrols', 'volunteers -> patrols']);

/** A file of schema/: its path there, and its text. */
export interface Source {
  path: string;
  text: string;
}

export function sourcesOf(folder: string): Source[] {
  const paths = globSync('**/*.ts', { cwd: folder, exclude: (name) => name === 'node_modules' });
  return paths.sort().map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}

/**
 * What breaks the walls, one sentence each. A module imports from the ground and from modules that are named before it; those
 * that people come for (`work`) never from each other. A table is written to by its owner alone.
 */
export function brokenWalls(
  sources: readonly Source[],
  { modules, work }: { modules: readonly Manifest[]; work: readonly Manifest[] },
  left: ReadonlySet<string> = LEFT,
): string[] {
  const order = modules.map(({ name }) => name);
  const isWork = new Set(work.map(({ name }) => name));
  const owners = new Map(modules.flatMap(({ name, tables }) => tables.map((table) => [table, name] as const)));
  const needed = new Set<string>();
  const faults: string[] = [];
  const fault = (what: string, sentence: string) => {
    if (left.has(what)) needed.add(what);
    else faults.push(sentence);
  };
  for (const { path, text } of sources) {
    if (GROUND.test(path)) continue;
    const [name = ''] = path.split('/');
    for (const imported of importsOf(path, text)) {
      const [other = ''] = imported.split('/');
      if (GROUND.test(imported) || other === name) continue;
      const isBelow = order.indexOf(other) < order.indexOf(name) && !(isWork.has(name) && isWork.has(other));
      if (!isBelow)
        fault(
          `${name} -> ${other}`,
          `schema/${path} imports schema/${imported}: ${other} does not lie below ${name}; announce it, or move it down.`,
        );
    }
    for (const table of tablesWritten(path, text)) {
      const owner = owners.get(table);
      if (owner && owner !== name && owner !== 'frame')
        fault(
          `${name} writes ${table}`,
          `schema/${path} writes to ${table}, which belongs to ${owner}: call a command of schema/${owner}.`,
        );
    }
  }
  return [
    ...faults,
    ...[...left]
      .filter((what) => !needed.has(what))
      .map((what) => `scripts/walls.ts: nothing needs “${what}” any more; take it off the list.`),
  ];
}

/** Files of schema/ that a file imports, at its start or later. */
function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(path), name)).replaceAll('\\', '/'))
    .filter((name) => !name.startsWith('..'));
}

const WRITES = /\b(?:INSERT INTO|DELETE FROM|UPDATE)\s+"?([a-z_]+)"?/g;

/** Tables that the statements of a file write to. What a manifest declares is not among them: it is the owner's, or reads. */
function tablesWritten(path: string, text: string): Set<string> {
  const tables = new Set<string>();
  if (/(?:^|\/)(?:module|holds)\.ts$/.test(path)) return tables;
  const walk = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      for (const [, table = ''] of node.getText().matchAll(WRITES)) tables.add(table);
    }
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return tables;
}
