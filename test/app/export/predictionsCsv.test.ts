import { describe, expect, it } from 'vitest';
import { predictionsCsv } from '../../../app/export/predictionsCsv.ts';

async function textOf(input: Parameters<typeof predictionsCsv>[0]): Promise<string> {
  let text = '';
  for await (const piece of predictionsCsv(input)) text += piece;
  return text;
}

describe('predictionsCsv', () => {
  it('adds columns to cells that stay exactly as they are', async () => {
    const rows = [
      [
        ['=1+1', '007', null],
        ['say "hi"', ' 1,5 ', 'two\nlines'],
      ],
      [['-3', '1e5', '+']],
    ];
    const added = [{ name: 'prediction', cell: (row: number) => `p${row}` }];
    expect(await textOf({ header: ['a', 'b, c', 'd'], rows, added })).toBe(
      'a,"b, c",d,prediction\n=1+1,007,,p0\n"say ""hi"""," 1,5 ","two\nlines",p1\n-3,1e5,+,p2\n',
    );
  });

  it('numbers a name that the table has already', async () => {
    const added = [
      { name: 'prediction', cell: () => 'x' },
      { name: 'prediction_2', cell: () => 'y' },
    ];
    const text = await textOf({ header: ['prediction'], rows: [], added, delimiter: ';' });
    expect(text).toBe('prediction;prediction_2;prediction_2_2\n');
  });
});
