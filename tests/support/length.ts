// How often the long tests try: `npm run test:long`, and each landing once, as often as it takes; `npm test` less.

/** `npm run test:long` */
export const isLong = process.env.XIESHOU_TEST_LONG === '1';

/** @param variable of the environment that says another number, for a run of hours */
export const tries = (variable: string, { short, long }: { short: number; long: number }): number =>
  Number(process.env[variable] ?? (isLong ? long : short));
