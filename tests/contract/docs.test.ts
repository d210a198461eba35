// What the documents say is so: links lead somewhere, operations are valid, commands exist.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';
import { lifeCycleDiagram } from '../../scripts/life-cycle-diagram.ts';

const DOCUMENTS = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md').toSorted()];

it('docs/tickets.md draws the life of a ticket as the code has it', () => {
  expect(readFileSync('docs/tickets.md', 'utf8')).toContain(`\`\`\`mermaid\n${lifeCycleDiagram()}\n\`\`\``);
});

describe.each(DOCUMENTS)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('has links and pictures that are there', () => {
    const targets = [...text.matchAll(/\]\(([^)#]+)\)|src="([^"]+)"/g)].map(([, link, picture]) => (link ?? picture) as string);
    expect(targets.filter((target) => !target.startsWith('http') && !existsSync(join(dirname(file), target)))).toEqual([]);
  });

  it('shows operations that the schema answers', () => {
    const blocks = [...text.matchAll(/```graphql\n([\s\S]+?)```/g)].map(([, block]) => block as string);
    const inJson = [...text.matchAll(/"query":"([^"]+)"/g)].map(([, query]) => query as string);
    const inJs = [...text.matchAll(/`((?:mutation|query|subscription) (?:\w+ )?(?:\(.*?\) )?\{[\s\S]+?\n\})`/g)].map(
      ([, operation]) => operation as string,
    );
    const inline = [...text.matchAll(/`((?:mutation|query|subscription) \{[^`]+\})`/g)].map(([, operation]) => operation as string);
    for (const operation of [...blocks, ...inJson, ...inJs, ...inline]) expect(validate(schema, parse(operation))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm (?:run )?(start|test(?::\w+)?|(?<=run )[\w:]+)/g)].map(([, name]) => name as string);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
