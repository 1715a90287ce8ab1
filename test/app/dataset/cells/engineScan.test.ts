// What the engine reads in one walk against the scan, which cuts every record in TypeScript: wherever the engine says that a file
// is plain both find the same, byte for byte, and what is plain is read so and not by DuckDB.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CellDatabase } from '../../../../app/dataset/cells/cellDatabase.ts';
import { scanWithEngine } from '../../../../app/dataset/cells/engineScan.ts';
import { type Scan, Scanner } from '../../../../app/dataset/csv/scan.ts';
import { indices } from '../../../../app/dataset/numbers/indices.ts';
import { openSource } from '../../../../app/dataset/source/openSource.ts';
import type { SourceFile } from '../../../../app/dataset/source/sourceFile.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { lines, written } from '../writtenTable.ts';
import { nearlyRegularText } from './nearlyRegular.ts';

const how = { onFraction: () => {}, engine: loadEngine() };

type Found = Omit<Scan, 'leadingZeros'>;

interface Both {
  scan: Found;
  /** null where the engine leaves the file to the scan. */
  plain: Found | null;
  numbers: Map<number, Float64Array>;
}

/** null for a text that is refused. */
async function read(text: string | Uint8Array): Promise<Both | null> {
  const source = await openSource(await written(text)).catch(() => null);
  if (source === null) return null;
  const database = await CellDatabase.create(source.bytes);
  try {
    return await readSource(source, database);
  } finally {
    database.close();
    await source.close();
  }
}

async function readSource(source: SourceFile, database: CellDatabase): Promise<Both | null> {
  const scanner = await Scanner.begin(source, undefined).catch(() => null);
  if (scanner === null) return null;
  const columns = indices(scanner.layout.columns).filter((i) => scanner.layout.numeric[i]);
  const result = await scanWithEngine(database, source, scanner, columns, how);
  const found = typeof result === 'string' ? null : result;
  const scan = await scanner.finish(() => {}).catch(() => null);
  if (result === 'irregular') expect(scan?.regular ?? false).toBe(false);
  if (scan === null) {
    expect(found).toBeNull();
    return null;
  }
  const numbers = new Map<number, Float64Array>();
  for (const column of columns) {
    if (!found?.plain?.has(column)) continue;
    numbers.set(column, await found.plain.numbers(column, new Float64Array(found.scan.rows)));
    expect(scan.leadingZeros.has(column)).toBe(false);
  }
  found?.plain?.close();
  // Nobody asks for leading zeros of other columns than those that are plain.
  const asked = (of: Scan) => ({ ...of, leadingZeros: null });
  return { scan: asked(scan), plain: found === null ? null : asked(found.scan), numbers };
}

it('a regular file over several pieces is plain, and the same', async () => {
  const word = (i: number) => (i % 7 === 0 ? `"say ""${'é'.repeat(i % 40)}"", ${i}"` : `w${i % 5}`);
  const text = lines('a,b,c', 180_000, (i) => `${i},${word(i)},${i % 3 === 0 ? '' : i / 8}`);
  const { scan, plain, numbers } = (await read(`\ufeff${text}\n`))!;
  expect(plain).toEqual(scan);
  expect(scan.rows).toBe(180_000);
  expect([...numbers.keys()]).toEqual([0, 2]);
  expect(numbers.get(0)).toEqual(Float64Array.from({ length: 180_000 }, (_, i) => i));
  expect(numbers.get(2)).toEqual(
    Float64Array.from({ length: 180_000 }, (_, i) => (i % 3 === 0 ? Number.NaN : i / 8)),
  );
});

it('numbers that the engine leaves are read as JavaScript reads them', async () => {
  const texts = ['1e-30', '0.1234567890123456789012', '5e-324', '1', '-2.2250738585072011e-308'];
  const { plain, numbers } = (await read(
    lines('a;b', 500, (i) => `${texts[i % 5]!.replace('.', ',')};${i}`),
  ))!;
  expect(plain).not.toBeNull();
  expect(numbers.get(0)).toEqual(Float64Array.from({ length: 500 }, (_, i) => Number(texts[i % 5])));
});

it('a line longer than a piece is left to the scan', async () => {
  const { scan, plain } = (await read(`a,b\n1,2\n3,${'x'.repeat(5_000_000)}\n5,6\n`))!;
  expect([scan.rows, plain]).toEqual([3, null]);
});

it('bytes that are not text are left to the scan', async () => {
  const text = lines('a,b', 200_000, (i) => `${i},w`);
  expect(await read(Buffer.concat([Buffer.from(text), Buffer.from([0x31, 0x2c, 0xff, 0x0a])]))).toBeNull();
  expect(await read(`${text}1,\0\n`)).toBeNull();
});

it(
  'random rows, nearly regular, are the same wherever they are plain',
  async () => {
    const found = { plain: 0, left: 0 };
    const text = nearlyRegularText({
      weight: 40,
      plain: ['1', '2.5', '-3', '04', '', 'x', 'w w', '1e5', 'é', '_'],
      quoted: ['"a,b"', '"x""y"', '""', '"7"', '"1;5"', '1,5'],
    });
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        const both = await read(text);
        if (both === null) return;
        found[both.plain === null ? 'left' : 'plain']++;
        if (both.plain !== null) expect(both.plain).toEqual(both.scan);
      }),
      { numRuns: ofAll(400, 20_000) },
    );
    expect(found.plain).toBeGreaterThan(40);
    expect(found.left).toBeGreaterThan(40);
  },
  patient,
);

it(
  'random bytes are the same wherever they are plain',
  async () => {
    const byte = fc.constantFrom(...'1122..ab,,,,\n\n\n"\r- e_é');
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { minLength: 1, maxLength: 60 }), async (bytes) => {
        const both = await read(bytes.join(''));
        if (both !== null && both.plain !== null) expect(both.plain).toEqual(both.scan);
      }),
      { numRuns: ofAll(400, 20_000) },
    );
  },
  patient,
);
