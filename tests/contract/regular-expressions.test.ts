// Every regular expression of the server takes time in proportion to the text it looks at, whatever the text.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FILES = globSync('{api,schema}/**/*.ts', { cwd: ROOT, exclude: (name) => name === 'node_modules' }).sort();

interface Found {
  file: string;
  text: string;
}

/** The regular expressions of a file: literals, and calls that make one while the server runs, which nobody can judge. */
function expressionsOf(file: string): { literals: Found[]; made: Found[] } {
  const literals: Found[] = [];
  const made: Found[] = [];
  const walk = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) literals.push({ file, text: node.text });
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
      made.push({ file, text: node.getText() });
    }
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true));
  return { literals, made };
}

process.env.RECHECK_SYNC_BACKEND = 'pure';

/** Whether the time of a literal can outgrow its text: by backtracking, or by beginning anew at each character. */
function verdict(text: string): string {
  const end = text.lastIndexOf('/');
  return checkSync(text.slice(1, end), text.slice(end + 1), { timeout: 60_000 }).status;
}

describe('regular expressions of the server', () => {
  const all = FILES.map(expressionsOf);

  it('are linear', () => {
    const literals = all.flatMap(({ literals }) => literals);
    expect(literals.length).toBeGreaterThan(80);
    expect(literals.filter(({ text }) => verdict(text) !== 'safe')).toEqual([]);
  });

  it('are all written down', () => {
    expect(all.flatMap(({ made }) => made)).toEqual([]);
  });

  it.each(['/"(?:\\\\.|[^"\\\\\\n])*"/g', '/(a+)+$/', '/\\s+$/', '/^a*a*b$/'])('would not pass as %s', (text) => {
    expect(verdict(text)).toBe('vulnerable');
  });
});
