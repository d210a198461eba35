// Tails of the distributions that counts are compared with. Sums of logarithms: nothing overflows.

/** ln n! to twelve digits: Stirling's series from 16 on, the product below. */
function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  const inverse = 1 / n;
  const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260 - inverse ** 7 / 1680;
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + series;
}

/** ln Σ e^xᵢ over the terms from `first` to `last`. */
function logSum(first: number, last: number, logTerm: (index: number) => number): number {
  let total = Number.NEGATIVE_INFINITY;
  for (let index = first; index <= last; index += 1) {
    const term = logTerm(index);
    const [high, low] = total > term ? [total, term] : [term, total];
    total = low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
  }
  return total;
}

const logBinomial = (n: number, k: number, p: number): number =>
  logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p);

/**
 * How surprising it is that `k` or more of `n` have what a share `p` of all has: −log₁₀ of the upper binomial tail.
 * 0 when it is no surprise; 3 is one in a thousand.
 * @param p between 0 and 1, both excluded
 */
export function surpriseOfMany(n: number, k: number, p: number): number {
  if (k <= 0) return 0;
  return Math.max(0, -logSum(k, n, (index) => logBinomial(n, index, p)) / Math.LN10);
}

/** How surprising it is that no more than `k` of `n` have what a share `p` of all has: −log₁₀ of the lower tail. */
export function surpriseOfFew(n: number, k: number, p: number): number {
  if (k >= n) return 0;
  return Math.max(0, -logSum(0, k, (index) => logBinomial(n, index, p)) / Math.LN10);
}

/** How surprising `k` or more are where `mean` are expected: −log₁₀ of the upper Poisson tail. */
export function surpriseOfCount(k: number, mean: number): number {
  if (k <= 0) return 0;
  if (mean <= 0) return Number.POSITIVE_INFINITY;
  // Terms fall by more than half once they lie twice above the mean: 60 more change no digit.
  const last = Math.max(k, Math.ceil(2 * mean)) + 60;
  return Math.max(0, -logSum(k, last, (index) => index * Math.log(mean) - mean - logFactorial(index)) / Math.LN10);
}

/** How surprising it is that no more than `k` are there where `mean` are expected: −log₁₀ of the lower Poisson tail. */
function surpriseOfSmallCount(k: number, mean: number): number {
  if (mean <= 0) return 0;
  return Math.max(0, -logSum(0, k, (index) => index * Math.log(mean) - mean - logFactorial(index)) / Math.LN10);
}

/** Of each tail of a 95 % interval. */
export const SURPRISE_OF_95 = -Math.log10(0.025);

/**
 * Between which means a count of `k` is no surprise: the exact 95 % interval of a Poisson mean.
 * Garwood: Fiducial Limits for the Poisson Distribution, Biometrika 28 (1936).
 */
export function intervalOfCount(k: number): { low: number; high: number } {
  const far = k + 10 + 10 * Math.sqrt(k + 1);
  return {
    low: k === 0 ? 0 : rootOf((mean) => SURPRISE_OF_95 - surpriseOfCount(k, mean), 0, k),
    high: rootOf((mean) => surpriseOfSmallCount(k, mean) - SURPRISE_OF_95, k, far),
  };
}

/** Where a rising function passes zero, by halving. */
function rootOf(rising: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < 32; step += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
