// The evaluation as the table of docs/hot-list.md; a test that does not find it there prints it.
import { type Evaluation, GROUPS, interval, type Row, type Share } from './evaluation.ts';

const percent = (part: number) => `${Math.round(100 * part)}`;

function cell(share: Share): string {
  const { low, high } = interval(share);
  return `${share.flagged}/${share.of} (${percent(low)}–${percent(high)} %)`;
}

const line = ({ name, result }: Row) =>
  `| ${name} | ${Object.keys(GROUPS)
    .map((group) => cell(result[group as keyof typeof GROUPS]))
    .join(' | ')} |`;

/** Markdown: flagged of all, with 95 % intervals of Wilson. */
export function tableOf({ ours, shipped, simple }: Evaluation): string {
  const folds = ours.map(({ name, result }) => ({ name: name === 'all' ? '**all four**' : `${name}, left out`, result }));
  return [
    '| | sock | aged | raid | ring, from its third | genuine bursts | ordinary issues |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...[
      ...folds,
      { name: 'thresholds as shipped', result: shipped.result },
      ...simple.map(({ name, result }) => ({ name: `only: ${name}`, result })),
    ].map(line),
  ].join('\n');
}
