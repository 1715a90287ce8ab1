// Numbers as fields hold them.
import { describe, expect, test } from 'vitest';
import { fieldText, typedNumber } from '../../../renderer/controls/typing/typedNumber.ts';

describe('a number in a field', () => {
  test.each([
    ['-1', -1],
    ['−1', -1],
    [' 0,5 ', 0.5],
    ['−1e−5', -0.00001],
    ['-2.5E-3', -0.0025],
  ])('%s is taken with either minus sign, and with a comma', (text, number) => {
    expect(typedNumber(text)).toBe(number);
  });

  test.each(['', ' ', '-', '1-', 'x', '1e999'])('"%s" is none', (text) => {
    expect(typedNumber(text)).toBeNull();
  });

  test.each([-1, 0, 0.1 + 0.2, -1.5e-7, 1e21])(
    '%d is written with a true minus sign and read back',
    (number) => {
      expect(fieldText(number)).not.toContain('-');
      expect(typedNumber(fieldText(number))).toBe(number);
    },
  );
});
