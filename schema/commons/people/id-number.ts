// The citizen identity number of China, GB 11643-1999. Pure functions.

/** First two digits of region codes, GB/T 2260: provinces, municipalities, regions. */
const REGIONS = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
/** Assigned to nobody: people of the demo. */
const DEMO_REGION = '990101';
const OLDEST_YEARS = 130;

export type IdNumberMistake = 'FORM' | 'REGION' | 'BIRTH_DATE' | 'CHECK_DIGIT';

export type ParsedIdNumber = { number: string; birthDate: Date } | { mistake: IdNumberMistake };

/**
 * Reads an identity number: form, known region, a birth date that can be, check digit.
 * @param today as the UTC fields of a date; against it a birth date is plausible: not in the future, at most 130 years ago
 * @returns the number with an upper-case X and the birth date at 00:00 UTC, or what is wrong with it
 */
export function parseIdNumber(text: string, { today, isDemo }: { today: Date; isDemo: boolean }): ParsedIdNumber {
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  const parts = /^(\d{6})(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number);
  if (!parts) return { mistake: 'FORM' };
  const [, region = '', year, month, day] = parts;
  const isKnown = REGIONS.has(region.slice(0, 2)) && region.slice(2) !== '0000';
  if (!isKnown && !(isDemo && region === DEMO_REGION)) return { mistake: 'REGION' };
  const birthDate = dateOf(Number(year), Number(month), Number(day));
  if (!birthDate || birthDate > today || ageAt(birthDate, today) > OLDEST_YEARS) return { mistake: 'BIRTH_DATE' };
  if (checkDigit(number.slice(0, 17)) !== number[17]) return { mistake: 'CHECK_DIGIT' };
  return { number, birthDate };
}

/** A calendar day at 00:00 UTC; null when there is no such day. */
function dateOf(year: number, month: number, day: number): Date | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null;
}

/**
 * The check digit of the first 17: ISO 7064 MOD 11-2, that is Σ aᵢ·2^(18−i) ≡ 1 (mod 11) over all 18.
 * @see GB 11643-1999, ISO/IEC 7064:2003
 */
export function checkDigit(first17: string): string {
  let sum = 0;
  for (const digit of first17) sum = ((sum + Number(digit)) * 2) % 11;
  return '10X98765432'[sum] as string;
}

/** Full years between a birth date and a day, both as the UTC fields of a date. */
export function ageAt(birthDate: Date, at: Date): number {
  const years = at.getUTCFullYear() - birthDate.getUTCFullYear();
  const isBefore =
    at.getUTCMonth() < birthDate.getUTCMonth() ||
    (at.getUTCMonth() === birthDate.getUTCMonth() && at.getUTCDate() < birthDate.getUTCDate());
  return isBefore ? years - 1 : years;
}

/** Minors have a guardian: Civil Code of the PRC, article 17. */
export function isMinor(birthDate: Date, at: Date): boolean {
  return ageAt(birthDate, at) < 18;
}

/** Anyone born on this day or before is an adult on that day. */
export function adultSince(at: Date): Date {
  const [year, month] = [at.getUTCFullYear() - 18, at.getUTCMonth()];
  // On 29 February most years have no such day: it is the month's last.
  return new Date(Math.min(Date.UTC(year, month, at.getUTCDate()), Date.UTC(year, month + 1, 0)));
}
