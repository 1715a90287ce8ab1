import { describe, expect, it } from 'vitest';
import { detectLayout } from '../../../../app/dataset/csv/dialect.ts';

describe('the layout of a table', () => {
  it('is found where every line of a long file begins with a quoted cell, as R writes it', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `"level ${i % 26}",${i},${i % 7}.5`);
    const block = new TextEncoder().encode(['"letter","x","y"', ...lines, ''].join('\n'));
    expect(detectLayout(block, true)).toMatchObject({
      delimiter: ',',
      header: true,
      columns: 3,
      names: ['letter', 'x', 'y'],
    });
  });
});
