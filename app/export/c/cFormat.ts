// The format of a C header: written, read back, compiled where there is a compiler.
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { Format, WrittenFile } from '../format.ts';
import { readHeader } from './readHeader.ts';
import { writeHeader } from './writeHeader.ts';

const compilers = ['cc', 'gcc', 'clang'];

export const cFormat: Format = {
  write: writeHeader,
  needs: 'script',
  predict: readHeader,
  program: {
    name: 'a C compiler',
    steps: ([file]) => {
      const options = ['-std=c99', '-x', 'c', '-DCHAINRULE_SELF_TEST', file!.name, '-o', 'self_test', '-lm'];
      return [
        compilers.map((compiler) => [compiler, '--version']),
        compilers.map((compiler) => [compiler, ...options]),
        [['./self_test']],
      ];
    },
  },
  goldenRows: ([file]) => goldenRowsOfHeader(file),
};

/** From the header's self-test. */
function goldenRowsOfHeader(file: WrittenFile | undefined): GoldenRows | null {
  const text = new TextDecoder().decode(file?.bytes);
  const rows = Number(/^#define \w+_GOLDEN_ROWS (\d+)$/m.exec(text)?.[1] ?? 0);
  const raw = listOf(text, 'golden_raw').map((word) => (word === 'NAN' ? null : Number(word)));
  const out = listOf(text, 'golden_out').map(Number);
  const texts = listOf(text, 'golden_texts').map((word) => textOf(word, text));
  if (rows === 0) return null;
  const categories = [...text.matchAll(/^ {8}raw\[(\d+)\] = \w+_category\(/gm)].map(([, index]) =>
    Number(index),
  );
  const values = chunks<number | string | null>(raw, rows);
  for (const [row, found] of chunks(texts, rows).entries())
    for (const [k, index] of categories.entries()) values[row]![index] = found[k]!;
  return goldenRowsSchema.parse({ values, predictions: chunks(out, rows) });
}

/** The words between the braces of an array. */
function listOf(text: string, name: string): string[] {
  const inner =
    new RegExp(`^static const [\\w *]*${name}\\[\\d+\\] = \\{\\n([\\s\\S]*?)\\n\\};`, 'm').exec(text)?.[1] ??
    '';
  return inner.match(/"(?:[^"\\]|\\.)*"|[^\s,]+/g) ?? [];
}

/** A long text is an array of its own. */
function textOf(literal: string, text: string): string {
  if (!literal.startsWith('"'))
    return Buffer.from(
      listOf(text, literal)
        .slice(0, -1)
        .map((byte) => Number(byte.replace('(char)', ''))),
    ).toString();
  const bytes = literal
    .slice(1, -1)
    .replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
  return Buffer.from(bytes, 'latin1').toString();
}

function chunks<Item>(items: readonly Item[], rows: number): Item[][] {
  const width = rows === 0 ? 0 : items.length / rows;
  return Array.from({ length: rows }, (_, row) => items.slice(row * width, (row + 1) * width));
}
