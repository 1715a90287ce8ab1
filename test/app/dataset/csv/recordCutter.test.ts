// The cutter by itself: the same records however the bytes arrive, and any table that is written by the rules read back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldTexts } from '../../../../app/dataset/csv/fields.ts';
import { RecordCutter } from '../../../../app/dataset/csv/recordCutter.ts';
import { usualSyntax } from '../../../../app/dataset/csv/syntax.ts';

function cut(text: string, delimiter = ',', sizes: number[] = []): string[][] {
  return cutAll(text, delimiter, sizes).records;
}

/** The records, each with its line first, and what the cutter says of the whole. */
function cutAll(text: string, delimiter: string, sizes: number[]) {
  const bytes = Buffer.from(text);
  const records: string[][] = [];
  const cutter = new RecordCutter({ ...usualSyntax, delimiter }, 0, (record) => {
    if (!record.blank) records.push([String(record.line), ...fieldTexts(record)]);
    return undefined;
  });
  let from = 0;
  for (const size of sizes) {
    cutter.push(bytes.subarray(from, from + size), false);
    from = Math.min(from + size, bytes.length);
  }
  cutter.push(bytes.subarray(from), true);
  const { irregular, lineEnd, quotedNewlines, longest } = cutter;
  return { records, irregular, lineEnd, quotedNewlines, longest };
}

const cell = fc.string({
  unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' ', '한', '😀'),
  maxLength: 6,
});
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

describe('records', () => {
  it('are the same however the bytes arrive', () => {
    const soup = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '\t', '한'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(soup, fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }), (text, sizes) => {
        const withoutLines = (all: ReturnType<typeof cutAll>) => ({
          ...all,
          records: all.records.map((r) => r.slice(1)),
        });
        expect(withoutLines(cutAll(text, ',', sizes))).toEqual(withoutLines(cutAll(text, ',', [])));
      }),
      { numRuns: 2_000 },
    );
  });

  it('written with every cell quoted are read back as they were', () => {
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, lineEnd, (rows, end) => {
        const text = rows.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join()).join(end);
        expect(cut(text).map((r) => r.slice(1))).toEqual(rows);
      }),
      { numRuns: 1_000 },
    );
  });

  it('lose no byte that is not a quote, a delimiter or a line end', () => {
    const soup = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r'), maxLength: 60 });
    const letters = (text: string) => text.replace(/[^ab]/g, '');
    fc.assert(
      fc.property(soup, (text) => {
        expect(
          letters(
            cut(text)
              .map((r) => r.slice(1).join(''))
              .join(''),
          ),
        ).toBe(letters(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('know the line on which they begin', () => {
    const text = 'a,b\r\n\r\n"x\ny\r\nz",2\r3,4\n"5\n6",7\n8,9';
    expect(cut(text).map(([line, first]) => [line, first])).toEqual([
      ['1', 'a'],
      ['3', 'x\ny\r\nz'],
      ['6', '3'],
      ['7', '5\n6'],
      ['9', '8'],
    ]);
  });

  it('of a quote that is never closed end with its line', () => {
    expect(cut('a,b\n1,"x\n2,y\n3,z')).toEqual([
      ['1', 'a', 'b'],
      ['2', '1,"x'],
      ['3', '2', 'y'],
      ['4', '3', 'z'],
    ]);
  });

  it('with quotes that never close on many long lines are refused rather than read over and over', () => {
    const text = Array.from({ length: 600 }, () => `x,"${'y'.repeat(2_000)}`).join('\n');
    expect(() => cut(text)).toThrow(/line \d+: a quote is opened and never closed/);
  });
});
