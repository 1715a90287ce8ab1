// What dates and times say in numbers.
import { describe, expect, it } from 'vitest';
import { dateOf, type First, orderOf } from '../../../../app/dataset/values/dates.ts';

const none = Number.NaN;
const days = (iso: string) => Date.parse(`${iso}Z`) / 86_400_000;

describe('a date', () => {
  const found: [text: string, first: First, iso: string, rest: [weekday: number, hour: number]][] = [
    ['2024-02-29', 'day', '2024-02-29T00:00', [4, none]],
    ['1969-12-31', 'day', '1969-12-31T00:00', [3, none]],
    ['2024-01-05T13:30:00', 'day', '2024-01-05T13:30', [5, 13]],
    ['2024/1/5 1:30 pm', 'day', '2024-01-05T13:30', [5, 13]],
    ['2024-01-05T01:00:00+09:00', 'day', '2024-01-04T16:00', [5, 1]],
    ['31.12.2023', 'day', '2023-12-31T00:00', [7, none]],
    ['12/31/2023', 'month', '2023-12-31T00:00', [7, none]],
    ['03/04/24', 'day', '2024-04-03T00:00', [3, none]],
    ['24.04.03', 'year', '2024-04-03T00:00', [3, none]],
    ['2024년 5월 1일', 'day', '2024-05-01T00:00', [3, none]],
    ['2024. 5. 1.', 'day', '2024-05-01T00:00', [3, none]],
    ['2024-05-01 오후 3:05', 'day', '2024-05-01T15:05', [3, 15]],
    ['5 Jan 1999', 'day', '1999-01-05T00:00', [2, none]],
    ['January 5, 1999', 'day', '1999-01-05T00:00', [2, none]],
    ['20240501', 'day', '2024-05-01T00:00', [3, none]],
  ];
  it.each(found)('%s, %s first, is %s', (text, first, iso, [weekday, hour]) => {
    const parts = dateOf(text, first);
    expect(parts?.time).toBeCloseTo(days(iso), 9);
    expect([parts?.weekday, parts?.hour]).toEqual([weekday, hour]);
  });

  it.each([
    ['31.02.2024', 'day'],
    ['31/12/2023', 'month'],
    ['2023-02-29', 'day'],
    ['25:00', 'day'],
    ['2024-01-05 13:00 pm', 'day'],
    ['yesterday', 'day'],
    ['', 'day'],
  ] as const)('is not %s', (text, first) => {
    expect(dateOf(text, first)).toBeNull();
  });

  it('does not say what is not written', () => {
    expect(dateOf('2024-05', 'day')).toMatchObject({ year: 2024, month: 5, day: none, weekday: none });
    expect(dateOf('10:30', 'day')).toMatchObject({ time: 0.4375, hour: 10, year: none, month: none });
    expect(dateOf('Jan 5', 'day')).toMatchObject({ month: 1, day: 5, year: none, time: none });
  });
});

describe('the order of a column', () => {
  it.each([
    [['03/04/2024', '13/04/2024'], false, 'day', null],
    [['03/04/2024', '04/13/2024'], false, 'month', null],
    [['03/04/2024', '05/06/2024'], false, 'month', '03/04/2024'],
    [['03/04/2024', '05/06/2024'], true, 'day', '03/04/2024'],
    [['03.04.2024', '05.06.2024'], false, 'day', '03.04.2024'],
    [['24.01.05', '24.01.17', '24.02.29', '24.03.31', '24.03.12'], false, 'year', null],
    [['2024-01-05'], false, 'day', null],
  ] as const)('of %j is told by all of them', (texts, european, first, ambiguous) => {
    expect(orderOf(texts, european)).toEqual({ first, ambiguous });
  });
});
