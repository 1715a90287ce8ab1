// The formats for Python through the contract: checked as they are written, checked by Python itself, and .npz opens again.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { inFolder, pythonsWith, runPython } from '../../export/python/pythons.ts';
import { type Client, houses, opened, runOf, trained, written } from '../table/openedTable.ts';

async function exported(format: 'numpy' | 'torch' | 'keras') {
  const table = await written('houses.csv', houses());
  const client = await opened(table, { targets: ['price'], epochs: 3, hidden: [4] });
  const runId = await trained(client);
  const { files, check } = await client.export.file({
    model: { kind: 'run', id: runId },
    format,
    each: true,
  });
  const read = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  return { table, client, runId, files: read, check };
}

async function predictionsOf(client: Client, model: string, file: string): Promise<string> {
  const stream = await client.models.predict({
    model: { kind: 'path', path: model },
    file: { kind: 'path', path: file },
  });
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

it.each([
  ['numpy', ['houses.npz', 'predict.py']],
  ['torch', ['houses.safetensors', 'model.py']],
  ['keras', ['houses.npz', 'keras_model.py']],
] as const)('%s is checked on the golden rows before anybody gets it', async (format, names) => {
  const { files, check } = await exported(format);
  expect(files.map(({ name }) => name)).toEqual(names);
  expect(check).toMatchObject({ rows: 32, largest: expect.any(Number) });
  expect(check!.largest).toBeLessThan(1e-6);
});

const pythons = pythonsWith('numpy').slice(0, 1);
it.each(pythons)('with $name predict.py checks itself, and fails on other weights', async (python) => {
  const { files } = await exported('numpy');
  const other = await exported('numpy').then(({ files }) => files);
  const said = await inFolder(files, (folder) => runPython(python, folder, ['predict.py', '--check']));
  expect(said).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^32 golden rows, largest difference [\d.]+(e-\d+)?\n$/),
  });
  const [npz, program] = other;
  const text = Buffer.from(program!.bytes)
    .toString()
    .replace(
      'golden["predictions"], dtype',
      '[[x + 1 for x in row] for row in golden["predictions"]], dtype',
    );
  const wrong = [npz!, { name: 'predict.py', bytes: new TextEncoder().encode(text) }];
  const failed = await inFolder(wrong, (folder) => runPython(python, folder, ['predict.py', '--check']));
  expect(failed.status).toBe(1);
});

it('an .npz file predicts like the run, and opens as a model where it is dropped', async () => {
  const { table, client, files } = await exported('numpy');
  const path = join(dirname(table), 'houses.npz');
  await writeFile(path, files[0]!.bytes);
  const { folder, fingerprint } = await runOf(client);
  expect(await predictionsOf(client, path, table)).toBe(await predictionsOf(client, folder!, table));
  expect(await client.workspace.open({ file: { kind: 'path', path } })).toMatchObject({ kind: 'model' });
  expect((await runOf(client)).fingerprint).toBe(fingerprint);
});
