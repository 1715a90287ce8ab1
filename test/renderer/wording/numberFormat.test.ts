import { describe, expect, test } from 'vitest';
import { NumberFormat } from '../../../renderer/wording/numberFormat.ts';

const english = new NumberFormat('en');
const korean = new NumberFormat('ko');

test.each([
  [43.8213, '43.8'],
  [0.0123456, '0.0123'],
  [1461, '1,461'],
  [123456.7, '123,457'],
  [0, '0'],
  [-0, '0'],
  [-0.1415, '−0.142'],
  [0.000026, '2.6 × 10⁻⁵'],
  [1.5e20, '1.5 × 10²⁰'],
  [Number.NaN, '–'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('a measured %f is written %s', (value, text) => {
  expect(english.measure(value)).toBe(text);
});

test('a rounded mantissa never reaches ten', () => {
  expect(english.measure(9.9996e-5)).toBe('1 × 10⁻⁴');
});

test('a share has one digit', () => {
  expect(english.percent(0.9423)).toBe('94.2%');
});

test('a signed number shows both signs', () => {
  expect([english.signed(0.76), english.signed(-0.14), english.signed(0)]).toEqual(['+0.76', '−0.14', '0']);
});

test('large counts are told in few characters, in the units of the language', () => {
  expect([999_950, 4_390_000, 12_340_000].map((count) => english.compact(count))).toEqual([
    '999,950',
    '4.39M',
    '12.3M',
  ]);
  expect(new NumberFormat('ko').compact(4_390_000)).toBe('439만');
});

test('bytes are counted in thousands', () => {
  expect([english.bytes(999), english.bytes(14_700), english.bytes(2_500_000)]).toEqual([
    '999 B',
    '14.7 KB',
    '2.5 MB',
  ]);
});

test('a setting keeps the digits it was given', () => {
  expect([english.exact(0.0001), english.exact(5.35), english.exact(1e-8)]).toEqual([
    '0.0001',
    '5.35',
    '1 × 10⁻⁸',
  ]);
});

test('the remainder of a sum is 0 where it is only rounding', () => {
  expect([
    english.remainder(-2e-16, 0.971),
    english.remainder(-1.2e-10, 627_102),
    english.remainder(0.0382, 1_515_005),
  ]).toEqual(['0', '0', '0.038']);
});

test('fixed places line up', () => {
  expect([english.fixed(0.5, 3), english.fixed(-12, 1), english.fixed(-0.0004, 3)]).toEqual([
    '0.500',
    '−12.0',
    '0.000',
  ]);
});

describe('a moment', () => {
  const now = new Date(2026, 10, 24, 14, 32);
  test('of today is only a time', () => {
    expect(english.moment(new Date(2026, 10, 24, 9, 5).toISOString(), now)).toMatch(/^09:05/);
  });
  test('of another day names the day, in the language of the page', () => {
    const iso = new Date(2026, 10, 23, 9, 5).toISOString();
    expect(english.moment(iso, now)).toContain('Nov 23');
    expect(korean.moment(iso, now)).toContain('11월 23일');
  });
});
