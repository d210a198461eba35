// npm run bench:flame -- PROFILE NAME: draws a .cpuprofile of node --cpu-prof as a flame graph into docs/images.
// Brendan Gregg's flame graphs (https://www.brendangregg.com/flamegraphs.html), root on top.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

interface Frame {
  name: string;
  /** Of our own code, of a package, or of the runtime. */
  owner: 'ours' | 'package' | 'runtime';
  /** Microseconds, with what it called. */
  time: number;
  children: Map<string, Frame>;
}

const [file, name] = process.argv.slice(2);
if (!file || !name) {
  console.error('Name the profile and the picture: npm run bench:flame -- isolate.cpuprofile fan-out');
  process.exit(1);
}

const WIDTH = 1200;
const ROW = 18;
/** Narrower frames are left out, in pixels. */
const NARROWEST = 1.5;
/** The start of the program, and its waiting: not what is measured. */
const LEFT_OUT = /^\((idle|program)\)$/;
const START = /node:internal\/(modules|process\/esm_loader|main)/;

const root = readProfile(file);
const rows: string[] = [];
draw(root, 0, 0);
const depth = Math.max(...rows.map((row) => Number(/ y="(\d+)"/.exec(row)?.[1]))) + ROW + 8;
writeFileSync(
  join(import.meta.dirname, `../docs/images/flame-${name}.svg`),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${depth}" width="${WIDTH}" height="${depth}" role="img" aria-label="Flame graph: ${name}">
<style>text{font:11px ui-monospace,monospace;fill:#111827}rect{stroke:#fff;stroke-width:.5}.ours{fill:#5eaa9b}.package{fill:#f0b775}.runtime{fill:#c3c8d1}</style>
${rows.join('\n')}
</svg>
`,
);
console.log(`Wrote docs/images/flame-${name}.svg: ${(root.time / 1e6).toFixed(1)} s of CPU`);

function readProfile(path: string): Frame {
  const profile = JSON.parse(readFileSync(path, 'utf8')) as { nodes: ProfileNode[]; samples: number[]; timeDeltas: number[] };
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const stackOf = (id: number): ProfileNode[] => {
    const stack: ProfileNode[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) stack.unshift(nodes.get(at) as ProfileNode);
    return stack;
  };
  const stacks = new Map(profile.nodes.map(({ id }) => [id, stackOf(id)]));
  const all: Frame = { name: 'all', owner: 'runtime', time: 0, children: new Map() };
  for (const [index, id] of profile.samples.entries()) {
    const stack = stacks.get(id) as ProfileNode[];
    if (LEFT_OUT.test(stack.at(-1)?.callFrame.functionName ?? '') || stack.some(({ callFrame }) => START.test(callFrame.url))) continue;
    const time = profile.timeDeltas[index] as number;
    let frame = all;
    frame.time += time;
    for (const { callFrame } of stack.slice(1)) {
      const key = `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').at(-1)}`.trim();
      let child = frame.children.get(key);
      if (!child) {
        child = { name: key, owner: ownerOf(callFrame.url), time: 0, children: new Map() };
        frame.children.set(key, child);
      }
      child.time += time;
      frame = child;
    }
  }
  return all;
}

function ownerOf(url: string): Frame['owner'] {
  if (url.includes('node_modules')) return 'package';
  return url.startsWith('file:') ? 'ours' : 'runtime';
}

function draw(frame: Frame, left: number, level: number): void {
  const width = (frame.time / root.time) * WIDTH;
  if (width < NARROWEST) return;
  const y = level * ROW;
  const title = `${asXml(frame.name)}: ${((frame.time / root.time) * 100).toFixed(1)} %`;
  const label = frame.name.slice(0, Math.max(0, Math.floor((width - 6) / 6.7)));
  const text = label.length > 2 ? `<text x="${(left + 3).toFixed(1)}" y="${y + 13}">${asXml(label)}</text>` : '';
  rows.push(
    `<g><title>${title}</title><rect class="${frame.owner}" x="${left.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW}"/>${text}</g>`,
  );
  let at = left;
  for (const child of [...frame.children.values()].sort((a, b) => b.time - a.time)) {
    draw(child, at, level + 1);
    at += (child.time / root.time) * WIDTH;
  }
}

function asXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
