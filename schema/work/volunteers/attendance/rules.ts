// Whether somebody was there: codes that change all the time, and positions near a post. Pure.

/** A post's code is shown for so long, a captain's, which is read out, for longer. */
const CODE_MS = { POST: 30_000, CAPTAIN: 300_000 } as const;
/** Clocks of phones, and the time it takes to type. */
const SKEW_MS = 30_000;
/** Older codes are told apart from wrong ones for so long. */
const REMEMBERED_MS = 600_000;

type CodeKind = keyof typeof CODE_MS;

/** What a code stands for: a post, or a shift. */
export interface CodeOwner {
  kind: CodeKind;
  id: string;
}

/** Makes the code of an owner in a window of time; nobody without the key can. */
export type MakeCode = (owner: CodeOwner, window: number) => string;

/** The code of a moment, and when the next one comes. */
export function codeAt(owner: CodeOwner, at: Date, make: MakeCode): { code: string; changesAt: Date } {
  const length = CODE_MS[owner.kind];
  const window = Math.floor(at.getTime() / length);
  return { code: make(owner, window), changesAt: new Date((window + 1) * length) };
}

/** `valid` at that moment; `expired`: it was shown before; `unknown`: never, or long ago. */
export function judgeCode(owner: CodeOwner, code: string, at: Date, make: MakeCode): 'valid' | 'expired' | 'unknown' {
  const length = CODE_MS[owner.kind];
  const windowOf = (time: number) => Math.floor(time / length);
  const now = at.getTime();
  for (let window = windowOf(now + SKEW_MS); window >= windowOf(now - REMEMBERED_MS); window--) {
    if (make(owner, window) === code) return window >= windowOf(now - SKEW_MS) ? 'valid' : 'expired';
  }
  return 'unknown';
}

/** What a phone says of how exact its position is counts up to here, in metres. */
const MOST_UNCERTAINTY = 100;

/** Whether a position may be at a post: within its radius, with the phone's own uncertainty. */
export function isWithin(distance: number, radiusMetres: number, accuracyMetres: number): boolean {
  return distance <= radiusMetres + Math.min(MOST_UNCERTAINTY, Math.max(0, accuracyMetres));
}

/** How early somebody may check in. */
export const EARLY_MS = 30 * 60_000;
/** How long after the end a check-out is still waited for; then the clock closes it. */
export const CLOSE_AFTER_MS = 3 * 3_600_000;
/** How long times recorded offline are accepted. */
const UPLOAD_WITHIN_MS = 48 * 3_600_000;
/** A phone's clock may be ahead by so much. */
const CLOCK_AHEAD_MS = 120_000;
/** Who leaves later than this before the beginning leaves at short notice. */
export const NOTICE_MS = 12 * 3_600_000;

/** Whether something can have been at a moment, by when it has reached us. */
export function isCredible(at: Date, receivedAt: Date): boolean {
  const age = receivedAt.getTime() - at.getTime();
  return age >= -CLOCK_AHEAD_MS && age <= UPLOAD_WITHIN_MS;
}
