// How figures are told: JSON lines, and ratios as median (smallest – largest).

export interface Range {
  median: number;
  min: number;
  max: number;
  quartiles: [lower: number, upper: number];
}

/** @param values one of each round, at least one */
export function rangeOf(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] as number;
  return { median: at(0.5), min: at(0), max: at(1), quartiles: [at(0.25), at(0.75)] };
}

export function textOf({ median, min, max }: Range, unit: string): string {
  return `${median.toFixed(2)}${unit} (${min.toFixed(2)}–${max.toFixed(2)})`;
}

export function print(line: Record<string, unknown> & { kind: string }): void {
  console.log(JSON.stringify(line));
}

/** A goal that is missed: the run goes on, and fails in the end. */
export function miss(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

/** What a section may use. */
export interface Stand {
  /** Longer, and more of it: `npm run bench:full`. */
  isFull: boolean;
  /** Makes an empty database and answers its connection string. */
  newDatabase(name: string): Promise<string>;
}
