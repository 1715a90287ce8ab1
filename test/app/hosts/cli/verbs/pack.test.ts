// `chainrule pack` and `chainrule unpack`: a run and a whole home as one file, and the verbs that take such a file.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CommandLine, example, openCommandLine } from '../command.ts';

let chainrule: CommandLine;
const ids: string[] = [];
const training = ['--target', 'species', '--epochs', '5', '--patience', '0'];

beforeAll(async () => {
  chainrule = await openCommandLine();
  for (const seed of ['1', '2']) {
    const { lines } = await chainrule.run(
      'train',
      example('iris.csv'),
      ...training,
      '--seed',
      seed,
      '--json',
    );
    const { fingerprint } = lines.at(-1) as { fingerprint: string };
    ids.push((await readdir(join(chainrule.folder, 'home', 'runs'))).find((id) => !ids.includes(id)) ?? '');
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  }
});
afterAll(() => chainrule.close());

/** With an empty home folder. */
async function elsewhere<T>(work: () => Promise<T>): Promise<T> {
  const home = join(chainrule.folder, `home-${Math.random().toString(36).slice(2)}`);
  vi.stubEnv('CHAINRULE_HOME', home);
  try {
    return await work();
  } finally {
    vi.stubEnv('CHAINRULE_HOME', join(chainrule.folder, 'home'));
  }
}

describe('pack', () => {
  it('writes a run by its id or folder beside the working folder, under a name that is free', async () => {
    const { code, stdout } = await chainrule.run('pack', ids[0]!);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^1 run with 1 table in iris\.chainrule \(.*\)\.\n$/),
    ]);
    await chainrule.run('pack', join(chainrule.folder, 'home', 'runs', ids[0]!));
    expect(await readdir(chainrule.folder)).toEqual(
      expect.arrayContaining(['iris.chainrule', 'iris-2.chainrule']),
    );
  });

  it('writes all runs of a home', async () => {
    const { lines } = await chainrule.run('pack', '--out', 'class.chainrule', '--json');
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      out: 'class.chainrule',
      runs: 2,
      tables: 1,
      leftOut: [],
    });
    const { code } = await elsewhere(() =>
      chainrule.run('pack', join(chainrule.folder, 'home'), '--out', 'class-2.chainrule'),
    );
    expect(code).toBe(0);
  });

  it('says what is not there, and leaves no file', async () => {
    const nothing = await elsewhere(() => chainrule.run('pack', '--out', 'none.chainrule'));
    expect([nothing.code, nothing.stderr]).toEqual([
      1,
      expect.stringMatching(/^There is no run and no progress in lessons to pack in .*\n$/),
    ]);
    const { code, stderr } = await chainrule.run('pack', '20200101-000000-abcd', '--out', 'none.chainrule');
    expect([code, stderr]).toEqual([1, 'There is no run 20200101-000000-abcd.\n']);
    expect(await readdir(chainrule.folder)).not.toContain('none.chainrule');
  });
});

describe('unpack', () => {
  it('adds the runs once, and says beforehand what is in the file', async () => {
    await elsewhere(async () => {
      const listed = await chainrule.run('unpack', 'class.chainrule', '--list');
      expect(listed.stdout).toMatch(
        /^class\.chainrule: 2 runs and 1 table, .* unpacked, packed by Chainrule .*\n( {2}iris\.csv: species, finished at epoch 5, .*\n){2}$/,
      );
      expect((await chainrule.run('unpack', 'class.chainrule', '--json')).lines.at(-1)).toMatchObject({
        type: 'result',
        added: expect.arrayContaining(ids),
        known: [],
      });
      const again = await chainrule.run('unpack', 'class.chainrule');
      expect(again.stdout).toMatch(
        /here already\n.*\n0 runs added to .*\. 2 runs of it were here already\.\n$/,
      );
      expect((await chainrule.run('verify')).stdout).toMatch(/everything is whole/);
    });
  });

  it('refuses another file in one sentence', async () => {
    const { code, stderr } = await chainrule.run('unpack', example('iris.csv'));
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^.*iris\.csv cannot be opened: it is incomplete\. .*\n$/),
    ]);
  });
});

it('a file with one run serves as a model, one with several is refused', async () => {
  const folder = join(chainrule.folder, 'home', 'runs', ids[0]!);
  const own = await chainrule.run('evaluate', folder, example('iris.csv'), '--json');
  const packed = await chainrule.run('evaluate', 'iris.chainrule', example('iris.csv'), '--json');
  expect(packed.lines.at(-1)).toEqual(own.lines.at(-1));
  const { code, stderr } = await chainrule.run('predict', 'class.chainrule', example('iris.csv'));
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/class\.chainrule holds 2 runs, and one is needed/),
  ]);
});

describe('verify', () => {
  it('reads a packed file, each of its runs and its tables', async () => {
    const { code, stdout } = await chainrule.run('verify', 'class.chainrule');
    expect([code, stdout]).toEqual([0, '2 runs, 1 packed file in class.chainrule: everything is whole.\n']);
  });

  it('says which part is not what was packed', async () => {
    const bytes = await readFile(join(chainrule.folder, 'class.chainrule'));
    // Weights are stored as they are.
    const at = bytes.indexOf('runs/1/best.safetensors') + 4_000;
    bytes[at]! ^= 1;
    await writeFile(join(chainrule.folder, 'flipped.chainrule'), bytes);
    const { code, stdout } = await chainrule.run('verify', 'flipped.chainrule');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /run .*flipped\.chainrule: runs\/1\n.*runs\/1\/best\.safetensors is not what was packed/,
    );
    await writeFile(join(chainrule.folder, 'cut.chainrule'), bytes.subarray(0, 5_000));
    const cut = await chainrule.run('verify', 'cut.chainrule');
    expect([cut.code, cut.stdout]).toEqual([
      1,
      expect.stringMatching(/cut\.chainrule cannot be opened: it is incomplete/),
    ]);
  });
});
