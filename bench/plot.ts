// npm run bench:plot -- FILE: draws what `npm run bench:full > FILE` measured, into docs/images.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IMAGES = join(import.meta.dirname, '../docs/images');

type Line = Record<string, unknown> & { kind: string };
/** A named row of points: x, y. */
interface Series {
  name: string;
  points: (readonly [x: number, y: number])[];
}

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Name the file: npm run bench:full > results.txt; npm run bench:plot -- results.txt');
  process.exit(1);
}
const lines = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Line);
const measured = lines.filter(({ kind }) => kind === 'measurement');
const ratios = lines.filter(({ kind }) => kind === 'ratio');

/** Medians of `value` at each `at`, of the lines that have both. The zeroth round warms up. */
function seriesOf(name: string, from: readonly Line[], at: string, value: string): Series {
  const known = from.filter((line) => typeof line[at] === 'number' && typeof line[value] === 'number' && line.round !== 0);
  const points = [...Map.groupBy(known, (line) => line[at] as number)].map(([x, some]) => {
    const sorted = some.map((line) => line[value] as number).sort((a, b) => a - b);
    return [x, sorted[Math.floor((sorted.length - 1) / 2)] as number] as const;
  });
  return { name, points: points.sort(([a], [b]) => a - b) };
}

const ofSide = (side: string, more: (line: Line) => boolean = () => true) => measured.filter((line) => line.side === side && more(line));

draw('bench-fan-out', {
  title: 'Server CPU a delivered message, by subscribers of one hot list',
  unit: 'µs',
  isLogarithmic: true,
  series: [
    seriesOf('the wire', ofSide('floor'), 'subscribers', 'microsecondsPerMessage'),
    seriesOf('Xieshou', ofSide('ours'), 'subscribers', 'microsecondsPerMessage'),
    seriesOf('as documented', ofSide('documented'), 'subscribers', 'microsecondsPerMessage'),
  ],
});
draw('bench-memory', {
  title: 'Memory that 1,000 subscribers add to the server',
  unit: 'MB',
  series: [scaled(seriesOf('Xieshou', ratios, 'subscribers', 'bytesOfThousand'), 2 ** -20)],
});
draw('bench-votes', {
  title: 'Votes a second on a hot list, by clients that vote as fast as they are answered',
  unit: 'votes/s',
  series: [
    seriesOf(
      'one transaction a vote',
      ofSide('naive', ({ spread }) => spread === 'hot'),
      'clients',
      'votesPerSecond',
    ),
    seriesOf(
      'ballot box',
      ofSide('ballotBox', ({ spread }) => spread === 'hot'),
      'clients',
      'votesPerSecond',
    ),
    seriesOf(
      'pgbench, same statement',
      ofSide('pgbench', ({ spread }) => spread === 'hot'),
      'clients',
      'votesPerSecond',
    ),
  ],
});
draw('bench-board', {
  title: 'First page of the ticket board with its events, by tickets in the table',
  unit: 'ms',
  series: [
    seriesOf(
      'open, by deadline',
      measured.filter(({ board }) => board === 'DUE'),
      'tickets',
      'milliseconds',
    ),
    seriesOf(
      'all, newest first',
      measured.filter(({ board }) => board === 'CREATED'),
      'tickets',
      'milliseconds',
    ),
  ],
});

function scaled({ name, points }: Series, by: number): Series {
  return { name, points: points.map(([x, y]) => [x, y * by] as const) };
}

interface Chart {
  title: string;
  unit: string;
  /** y by its logarithm, in powers of ten; else from zero. */
  isLogarithmic?: boolean;
  series: readonly Series[];
}

/** A line chart: x by its logarithm. */
function draw(name: string, { title, unit, isLogarithmic = false, series }: Chart): void {
  const all = series.flatMap(({ points }) => points);
  if (all.length === 0) {
    console.error(`${file} has nothing for ${name}.`);
    return;
  }
  const [width, height, left, right, top, bottom] = [720, 360, 70, 40, 76, 40];
  const xs = [...new Set(all.map(([x]) => x))].sort((a, b) => a - b);
  const [first, last] = [Math.log(xs[0] as number), Math.log(xs.at(-1) as number)];
  const largest = Math.max(...all.map(([, y]) => y));
  const ticks = isLogarithmic ? powersOfTen(Math.min(...all.map(([, y]) => y)), largest) : stepsTo(largest);
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  const share = (value: number) => (isLogarithmic ? Math.log(value / low) / Math.log(high / low) : value / high);
  const x = (value: number) => left + ((width - left - right) * (Math.log(value) - first)) / (last - first || 1);
  const y = (value: number) => height - bottom - (height - top - bottom) * share(value);
  const colours = ['#6b7280', '#0f6b5c', '#b45309'];
  const parts = [
    `<text x="16" y="26" class="title">${title}</text>`,
    ...ticks.map(
      (value) =>
        `<path d="M${left} ${y(value).toFixed(1)}H${width - right}" class="grid"/><text x="${left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value.toLocaleString('en')}</text>`,
    ),
    `<text x="${left - 8}" y="${top - 12}" text-anchor="end">${unit}</text>`,
    ...xs.map(
      (value) => `<text x="${x(value).toFixed(1)}" y="${height - bottom + 22}" text-anchor="middle">${value.toLocaleString('en')}</text>`,
    ),
    ...series.flatMap(({ name: label, points }, index) => {
      const colour = colours[index % colours.length];
      const path = points.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${x(px).toFixed(1)} ${y(py).toFixed(1)}`).join('');
      return [
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
        ...points.map(([px, py]) => `<circle cx="${x(px).toFixed(1)}" cy="${y(py).toFixed(1)}" r="4" fill="${colour}"/>`),
        `<circle cx="${left + index * 215}" cy="48" r="5" fill="${colour}"/><text x="${left + 12 + index * 215}" y="52">${label}</text>`,
      ];
    }),
  ];
  writeFileSync(
    join(IMAGES, `${name}.svg`),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<style>text{font:13px system-ui,sans-serif;fill:#1f2937}.title{font-size:16px;font-weight:600}.grid{stroke:#e5e7eb;stroke-width:1}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join('\n')}
</svg>
`,
  );
  console.log(`Wrote docs/images/${name}.svg`);
}

/** From zero to at least `largest` in at most five steps, each 1, 2 or 5 times a power of ten. */
function stepsTo(largest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(largest / 4));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= largest / 4) as number);
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => index * step);
}

function powersOfTen(smallest: number, largest: number): number[] {
  const first = Math.floor(Math.log10(smallest));
  return Array.from({ length: Math.ceil(Math.log10(largest)) - first + 1 }, (_, index) => 10 ** (first + index));
}
