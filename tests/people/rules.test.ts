// What is a number, a phone, a mask: pure rules.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../api/people/viewer.ts';
import { adultSince, ageAt, checkDigit, isMinor, parseIdNumber } from '../../schema/commons/people/id-number.ts';
import { parsePhone } from '../../schema/commons/people/phone.ts';
import { maskIdNumber, maskName, maskPhone } from '../../schema/ground/masks.ts';

const NOW = new Date('2026-11-24T00:00:00Z');
const parse = (text: string, isDemo = false) => parseIdNumber(text, { today: NOW, isDemo });
const DIGITS = '0123456789X';

/** ISO 7064 MOD 11-2 as the standard words it: the weighted sum of all 18, the last included, leaves 1. */
function isBalanced(number: string): boolean {
  let sum = 0;
  for (let place = 0; place < 18; place++) sum += DIGITS.indexOf(number[place] as string) * 2 ** (17 - place);
  return sum % 11 === 1;
}

const numbers = fc
  .record({
    region: fc.constantFrom('110101', '310115', '440305', '659001'),
    birth: fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }),
    order: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ region, birth, order }) => {
    const first = `${region}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return { number: first + checkDigit(first), birth: birth.toISOString().slice(0, 10) };
  });

describe('an identity number', () => {
  it('of the standard’s example is right', () => {
    expect(checkDigit('11010519491231002')).toBe('X'); // GB 11643-1999, annex
    expect(parse('11010519491231002X')).toMatchObject({ number: '11010519491231002X' });
  });

  it('with a right check digit is balanced, and read with its birth date', () => {
    fc.assert(
      fc.property(numbers, ({ number, birth }) => {
        expect(isBalanced(number)).toBe(true);
        expect(parse(number)).toMatchObject({ number, birthDate: new Date(`${birth}T00:00:00Z`) });
      }),
    );
  });

  it('with any one digit changed, or two neighbours swapped, is refused', () => {
    fc.assert(
      fc.property(numbers, fc.nat(17), fc.nat(9), ({ number }, place, digit) => {
        const changed = number.slice(0, place) + digit + number.slice(place + 1);
        if (changed !== number) expect(parse(changed)).toHaveProperty('mistake');
        const swapped = place < 17 ? number.slice(0, place) + number[place + 1] + number[place] + number.slice(place + 2) : number;
        if (swapped !== number) expect(parse(swapped)).toHaveProperty('mistake');
      }),
    );
  });

  it.each([
    ['too short', '1101051949123100', 'FORM'],
    ['letters', 'ABCDEFGHIJKLMNOPQR', 'FORM'],
    ['a region that does not exist', '99010519491231002X', 'REGION'],
    ['a province’s own code', '11000019491231002X', 'REGION'],
    ['the 30th of February', '110105198002300021', 'BIRTH_DATE'],
    ['a birth in the future', '110105203001010021', 'BIRTH_DATE'],
    ['a birth 150 years ago', '110105187601010021', 'BIRTH_DATE'],
    ['a wrong check digit', '110105194912310021', 'CHECK_DIGIT'],
  ])('with %s is refused as such', (_what, text, mistake) => {
    expect(parse(text)).toEqual({ mistake });
  });

  it('is read from full-width digits, blanks and a small x', () => {
    expect(parse(' １１０１０５ 19491231 002x ')).toMatchObject({ number: '11010519491231002X' });
  });

  it('of the demo’s region counts in demo mode only', () => {
    const first = '99010119800101001';
    expect(parse(first + checkDigit(first))).toEqual({ mistake: 'REGION' });
    expect(parse(first + checkDigit(first), true)).toHaveProperty('number');
  });
});

describe('age', () => {
  it('turns on the birthday', () => {
    const born = new Date('2008-11-24T00:00:00Z');
    expect(ageAt(born, new Date('2026-11-23T23:59:59Z'))).toBe(17);
    expect(ageAt(born, NOW)).toBe(18);
    expect(isMinor(born, NOW)).toBe(false);
    expect(isMinor(new Date('2008-11-25T00:00:00Z'), NOW)).toBe(true);
  });

  it('of adults begins with the same day on every day, the 29th of February too', () => {
    for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2030, 0, 1); day += 86_400_000) {
      const since = adultSince(new Date(day));
      expect(isMinor(since, new Date(day)), new Date(day).toISOString()).toBe(false);
      expect(isMinor(new Date(since.getTime() + 86_400_000), new Date(day)), new Date(day).toISOString()).toBe(true);
    }
  });
});

describe('a phone', () => {
  it.each([
    ['13812348000', '+8613812348000'],
    ['+86 138-1234-8000', '+8613812348000'],
    ['０１３８１２３４８０００', '+8613812348000'],
    ['１３８１２３４８０００', '+8613812348000'],
    ['+852 9123 4567', '+85291234567'],
    ['010 6552 9988', null],
    ['12345', null],
    ['13812348000;ext=5', null],
    ['', null],
    ['1'.repeat(5000), null],
    ['10012345678', null],
  ])('%s means %s', (text, phone) => {
    expect(parsePhone(text, { isDemo: false })).toBe(phone);
  });

  it('of the demo counts in demo mode only', () => {
    expect(parsePhone('10012345678', { isDemo: true })).toBe('+8610012345678');
  });

  it('never makes the reader throw, and is E.164 when it is one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parsePhone(text, { isDemo: false }) ?? '+8613812348000').toMatch(/^\+\d{8,15}$/);
      }),
    );
  });
});

describe('a mask', () => {
  it('shows the surname, four digits at the end, the first and last place', () => {
    expect(maskName('张桂芳')).toBe('张**');
    expect(maskName('Anna Smith')).toBe('A**');
    expect(maskPhone('+8613812348000')).toBe('138****8000');
    expect(maskPhone('+85291234567')).toBe('+85****67');
    expect(maskIdNumber('11010519491231002X')).toBe('1****************X');
  });

  it('never shows what lies between', () => {
    fc.assert(
      fc.property(numbers, ({ number }) => {
        expect(maskIdNumber(number)).not.toContain(number.slice(1, 17));
      }),
    );
  });
});

describe('a network, where tries are counted', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('of %j is %j', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
