// npm test -- --at …: what it refuses. That it moves every clock together is seen when all tests run under it, CI's every day.
import { expect, it } from 'vitest';
import { movedClock } from '../../scripts/moved-clock.ts';

it.each(['tomorrow', '2028-02-30', '2028-02-29T12:00:00', ''])(
  'a moment like “%s” is none: an hour without its offset is another everywhere',
  (at) => {
    expect(() => movedClock({ at, zone: undefined })).toThrow('is no moment');
  },
);

it('a zone is one that there is', () => {
  expect(() => movedClock({ at: undefined, zone: 'Moon' })).toThrow('is no time zone');
  expect(movedClock({ at: undefined, zone: 'America/St_Johns' })).toEqual({ TZ: 'America/St_Johns' });
  expect(movedClock({ at: undefined, zone: undefined })).toEqual({});
});
