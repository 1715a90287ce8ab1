// `chainrule verify` and `chainrule home`, and runs that are told apart: copied ones, and those of a newer program.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadEngine } from '../../../../../app/engine/load.ts';
import { decodeModel } from '../../../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../../../app/export/encodeModel.ts';
import { createBackend } from '../../../../../app/workspace/backend.ts';
import { type CommandLine, example, openCommandLine } from '../command.ts';

let chainrule: CommandLine;
let runs: string;
let id: string;

beforeAll(async () => {
  chainrule = await openCommandLine();
  const { code } = await chainrule.run(
    'train',
    example('iris.csv'),
    '--target',
    'species',
    '--epochs',
    '5',
    '--seed',
    '1',
  );
  expect(code).toBe(0);
  runs = join(chainrule.folder, 'home', 'runs');
  [id = ''] = await readdir(runs);
});
afterAll(() => chainrule.close());

/** A copy of the run, with one of its files changed. */
async function copyWith(name: string, change: (text: Buffer) => Buffer | string): Promise<string> {
  const folder = join(chainrule.folder, `changed-${name}`);
  await cp(join(runs, id), folder, { recursive: true });
  const file = join(folder, name);
  await writeFile(file, change(await readFile(file)));
  return folder;
}

describe('verify', () => {
  it('says that a home, a run and a model are whole', async () => {
    const { code, stdout } = await chainrule.run('verify');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^1 run, 1 workspace in .*home: everything is whole\.\n$/),
    ]);
    const model = join(runs, id, 'best.safetensors');
    for (const place of [join(runs, id), model]) {
      const { lines } = await chainrule.run('verify', place, '--json');
      expect(lines.at(-1)).toMatchObject({
        type: 'result',
        whole: true,
        checked: [{ path: place, problems: [] }],
      });
    }
  });

  it('computes the golden rows of a model file again', async () => {
    const { code, stdout } = await chainrule.run('verify', join(runs, id, 'best.safetensors'));
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/everything is whole\.\n32 golden rows, largest difference \d(\.\d)?e-\d+\.\n$/),
    ]);
  });

  it('finds golden rows that are not what the weights predict', async () => {
    const folder = await copyWith('best.safetensors', (bytes) => {
      const model = decodeModel(bytes, 'f');
      model.goldenRows!.predictions[3]![0]! += 0.01;
      return Buffer.from(encodeModel(model));
    });
    const { code, stdout } = await chainrule.run('verify', join(folder, 'best.safetensors'));
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/they differ by \d\.\de-\d, where at most 0\.00001/),
    ]);
    await rm(folder, { recursive: true });
  });

  it.each<[string, (text: Buffer) => Buffer | string, RegExp]>([
    ['run.json', (text) => text.subarray(0, 100), /no readable run\.json/],
    [
      'run.json',
      (text) => text.toString().replace('"version": 1', '"version": 99'),
      /newer Chainrule \(format 99/,
    ],
    ['history.jsonl', (text) => `x${text}`, /line 1 is not the record of an epoch/],
    ['history.jsonl', (text) => text.toString().split('\n').slice(2).join('\n'), /line 1 is epoch 3/],
    [
      'history.jsonl',
      (text) => text.toString().split('\n').slice(0, 3).join('\n'),
      /has 2 epochs; the run trained 5/,
    ],
    ['evaluation.json', () => '{}', /evaluation\.json is damaged/],
    ['best.safetensors', (text) => text.subarray(0, -4), /best\.safetensors/],
    [
      'best.safetensors',
      (bytes) => {
        const model = decodeModel(bytes, 'f');
        model.members[0]![0]!.bias[0] = 0.5;
        return Buffer.from(encodeModel(model));
      },
      /other weights than its run\.json says/,
    ],
  ])('finds a damaged %s, and leaves it as it is (%#)', async (name, change, problem) => {
    const folder = await copyWith(name, change);
    const before = await readdir(folder);
    const { code, stdout } = await chainrule.run('verify', folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(problem)]);
    expect(await readdir(folder)).toEqual(before);
    await rm(folder, { recursive: true });
  });

  it('takes a torn last line of history for what it is: not read', async () => {
    const folder = await copyWith('history.jsonl', (text) => `${text}{"epoch":6,"tr`);
    expect((await chainrule.run('verify', folder)).code).toBe(0);
  });

  it('of a home in which nothing was ever kept is no failure', async () => {
    vi.stubEnv('CHAINRULE_HOME', join(chainrule.folder, 'never'));
    const { code, stdout } = await chainrule.run('verify');
    vi.stubEnv('CHAINRULE_HOME', join(chainrule.folder, 'home'));
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Nothing kept in .*never: everything is whole\.\n$/),
    ]);
  });

  it('of what is not there is a failure with a sentence', async () => {
    expect((await chainrule.run('verify', 'nowhere')).stderr).toBe('There is no file or folder nowhere.\n');
  });
});

it('home says where everything is kept and how large it is', async () => {
  const { stdout } = await chainrule.run('home');
  expect(stdout).toContain(join(chainrule.folder, 'home'));
  const { lines } = await chainrule.run('home', '--json');
  expect(lines.at(-1)).toMatchObject({
    type: 'result',
    runs: { count: 1, bytes: expect.any(Number) },
    deleted: { count: 0 },
    tables: { count: 0 },
  });
});

it('a copied run is a run of its own, and a run of a newer program is told and left alone', async () => {
  await cp(join(runs, id), join(runs, 'copy of mine'), { recursive: true });
  await mkdir(join(runs, 'later'));
  await writeFile(join(runs, 'later', 'run.json'), '{"version": 99}');
  const home = join(chainrule.folder, 'home');
  const backend = await createBackend({ home, engine: loadEngine(), allowPaths: true, restore: false });
  const client = createRouterClient(backend.router);
  expect((await client.runs.list()).map((run) => run.id).sort()).toEqual([id, 'copy of mine'].sort());
  expect(await client.runs.findings()).toEqual([
    expect.objectContaining({ kind: 'copy', values: { folder: 'copy of mine', run: id } }),
    expect.objectContaining({ kind: 'newer', values: { folder: join(runs, 'later'), version: 99 } }),
  ]);
  await client.runs.note({ runId: 'copy of mine', name: 'the copy' });
  expect((await client.runs.list()).map((run) => run.name).sort()).toEqual(['', 'the copy']);
  await client.runs.remove({ runId: 'copy of mine' });
  expect((await client.runs.list()).map((run) => run.id)).toEqual([id]);
  await client.runs.restore({ runId: 'copy of mine' });
  expect(await client.runs.list()).toHaveLength(2);
  await backend.dispose();
  const newer = await chainrule.run('resume', join(runs, 'later'));
  expect(newer.stderr).toContain('was written by a newer Chainrule (format 99; this one reads up to 1)');
});
