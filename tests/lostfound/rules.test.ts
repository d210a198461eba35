// What may belong together, and what answers a question.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceptedAnswers,
  type Description,
  FOUND_BEFORE_MS,
  LIKELY,
  likeness,
  plainAnswer,
  sharedWords,
} from '../../schema/work/lostfound/rules.ts';

const HOUR = 3_600_000;
const LOST: Description = {
  category: 'BAG',
  gridId: 'g1',
  longitude: 116.4,
  latitude: 39.9,
  happenedAt: new Date('2026-11-28T08:00:00Z'),
  words: '黑色双肩包 里面有课本',
};
const foundAfter = (ms: number, more: Partial<Description> = {}): Description => ({
  ...LOST,
  words: '捡到黑色双肩包',
  happenedAt: new Date(LOST.happenedAt.getTime() + ms),
  ...more,
});

describe('likeness', () => {
  it('shows a bag that was found nearby soon after, and none of another kind, before its time, or far away', () => {
    expect(likeness(LOST, foundAfter(HOUR))).toBeGreaterThan(0.8);
    expect(likeness(LOST, foundAfter(HOUR, { category: 'KEYS' }))).toBe(0);
    expect(likeness(LOST, foundAfter(-FOUND_BEFORE_MS - 1))).toBe(0);
    expect(likeness(LOST, foundAfter(HOUR, { latitude: 40.1, words: '红色手提包' }))).toBeLessThan(LIKELY);
    expect(likeness(LOST, foundAfter(HOUR, { longitude: null, latitude: null }))).toBeGreaterThan(LIKELY); // the same grid says enough
  });

  it('is within 0 and 1, and less the later and the farther', () => {
    const hours = fc.integer({ min: 0, max: 1300 });
    const north = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(hours, hours, north, north, fc.string(), (one, other, near, far, words) => {
        const at = (hour: number, metres: number) => likeness(LOST, foundAfter(hour * HOUR, { words, latitude: 39.9 + metres / 111_000 }));
        expect(at(Math.max(one, other), Math.max(near, far))).toBeLessThanOrEqual(at(Math.min(one, other), Math.min(near, far)));
        expect(at(one, near)).toBeGreaterThanOrEqual(0);
        expect(at(one, near)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('words', () => {
  it('are the same whoever comes first, and wholly shared with themselves', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(sharedWords(a, b)).toBe(sharedWords(b, a));
        expect(sharedWords(a, a)).toBe([...plainAnswer(a)].length > 1 ? 1 : 0);
      }),
    );
  });

  it('of an answer count without case, width, spaces and punctuation; strokes stand between several', () => {
    expect(plainAnswer(' ＡＢ－12 号。')).toBe('ab12号');
    expect(acceptedAnswers('小熊 / 一只小熊 ／ ')).toEqual(['小熊', '一只小熊']);
  });
});
