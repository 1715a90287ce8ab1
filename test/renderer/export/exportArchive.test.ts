// The archive of exported files, read by another reader.
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { exportIndexSchema } from '../../../app/contract/exportFormats.ts';
import { allEntries, archive } from '../../../renderer/screens/export/exportArchive.ts';

const check = { rows: 32, largest: 1e-7, program: null, lacking: null };
const unpacked = async (file: File) => unzipSync(new Uint8Array(await file.arrayBuffer()));
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

it('of one format holds its files as they are', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, k) => (k * k) % 251);
  const file = await archive('집값-csv.zip', [
    { path: '집값-layer-1.csv', file: new Blob([bytes]) },
    { path: 'empty.json', file: new Blob([]) },
  ]);
  expect([file.name, file.type]).toEqual(['집값-csv.zip', 'application/zip']);
  const found = await unpacked(file);
  expect(Object.keys(found)).toEqual(['집값-layer-1.csv', 'empty.json']);
  expect(found['집값-layer-1.csv']).toEqual(bytes);
});

it('of all formats has a folder for each, and an index that says which are left out', async () => {
  const files = [new File(['a'], 'x.npz'), new File(['bc'], 'predict.py')];
  const formats = [
    { format: 'numpy', name: 'NumPy', files, check, reason: null, said: '32 golden rows' },
    {
      format: 'sql',
      name: 'SQL',
      files: [],
      check: null,
      reason: 'no error function',
      said: 'no error function',
    },
  ] as const;
  const found = await unpacked(await archive('x-all.zip', allEntries(formats, 'The model')));
  expect(Object.keys(found)).toEqual(['README.md', 'index.json', 'numpy/x.npz', 'numpy/predict.py']);
  expect(text(found['numpy/predict.py'])).toBe('bc');
  expect(exportIndexSchema.parse(JSON.parse(text(found['index.json'])))).toEqual([
    {
      format: 'numpy',
      files: [
        { name: 'x.npz', bytes: 1 },
        { name: 'predict.py', bytes: 2 },
      ],
      check,
      reason: null,
    },
    { format: 'sql', files: [], check: null, reason: 'no error function' },
  ]);
  expect(text(found['README.md'])).toContain('- **SQL**: no error function\n');
});
