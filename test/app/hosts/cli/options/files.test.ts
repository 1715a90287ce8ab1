import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSpec, readTestRows } from '../../../../../app/hosts/cli/options/specFile.ts';
import { sameFile, writeOutput } from '../../../../../app/hosts/cli/output/outputFile.ts';
import { exampleModel } from '../../../export/exampleModel.ts';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'chainrule-'));
});
afterEach(async () => {
  await fs.rm(folder, { recursive: true, force: true });
});

const inFolder = (name: string) => path.join(folder, name);

describe('a file named with --out', () => {
  it('appears whole, through a link too', async () => {
    await fs.writeFile(inFolder('real'), 'old');
    await fs.symlink('real', inFolder('link'));
    await writeOutput(inFolder('link'), ['a', Uint8Array.of(98)]);
    expect(await fs.readFile(inFolder('real'), 'utf8')).toBe('ab');
    expect((await fs.lstat(inFolder('link'))).isSymbolicLink()).toBe(true);
    expect((await fs.readdir(folder)).sort()).toEqual(['link', 'real']);
  });

  it('stays as it was when the content breaks off', async () => {
    await fs.writeFile(inFolder('out.csv'), 'old');
    const broken = (function* () {
      yield 'half';
      throw new Error('broken');
    })();
    await expect(writeOutput(inFolder('out.csv'), broken)).rejects.toThrow('broken');
    expect(await fs.readFile(inFolder('out.csv'), 'utf8')).toBe('old');
    expect(await fs.readdir(folder)).toEqual(['out.csv']);
  });

  it.runIf(process.platform !== 'win32')('that is a device is written into, not replaced', async () => {
    await writeOutput('/dev/null', ['x']);
    expect((await fs.stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it.runIf(process.platform === 'linux')('on a full disk is told as such', async () => {
    await expect(writeOutput('/dev/full', ['x'])).rejects.toMatchObject({ code: 'disk_full' });
  });

  it('in a folder that is not there is refused with the reason', async () => {
    await expect(writeOutput(inFolder('a/b'), ['x'])).rejects.toMatchObject({
      code: 'disk_write_failed',
      message: expect.stringContaining('its folder does not exist'),
    });
  });

  it('is known for the same file under another name', async () => {
    await fs.writeFile(inFolder('a'), '');
    await fs.symlink('a', inFolder('b'));
    expect(await sameFile(inFolder('a'), inFolder('b'))).toBe(true);
    expect(await sameFile(inFolder('a'), inFolder('c'))).toBe(false);
  });
});

describe('a spec file', () => {
  const written = async (value: unknown) => {
    await fs.writeFile(inFolder('spec.json'), typeof value === 'string' ? value : JSON.stringify(value));
    return inFolder('spec.json');
  };
  const spec = () => structuredClone(exampleModel().spec);

  it('is read with a byte order mark too', async () => {
    expect(await readSpec(await written(`\uFEFF${JSON.stringify(spec())}`))).toEqual(spec());
  });

  it.each([
    ['no JSON', '{', 'spec.json is not JSON'],
    [
      'a layer of 10^9 units',
      { ...spec(), model: { ...spec().model, layers: [{ ...spec().model.layers[0], units: 1e9 }] } },
      'model.layers.0.units must be a whole number from 1 to 65536; it is 1000000000.',
    ],
    [
      'a text for a seed',
      { ...spec(), seed: '1' },
      'seed must be a whole number from 0 to 4294967295; it is "1".',
    ],
    ['half a seed', { ...spec(), seed: 0.5 }, 'seed must be a whole number from 0 to 4294967295; it is 0.5.'],
    ['another version', { ...spec(), version: 9 }, 'version must be 1; it is 9.'],
    ['a key too many', { ...spec(), lr: 1 }, 'There is no setting lr; did you mean'],
    [
      'no model',
      { ...spec(), model: undefined },
      'model must be an object with layers, output, initialWeights; it is missing.',
    ],
  ])('with %s is refused with path, expectation and what it is', async (_, value, sentence) => {
    await expect(readSpec(await written(value))).rejects.toMatchObject({
      code: 'spec_invalid',
      message: expect.stringContaining(sentence),
    });
  });

  it('that is not there is told as such', async () => {
    await expect(readSpec(inFolder('none.json'))).rejects.toMatchObject({ code: 'file_not_found' });
  });

  it('of rows to hold out must be a list of whole numbers', async () => {
    expect(await readTestRows(await written([0, 5, 2]))).toEqual({ testRows: [0, 5, 2] });
    await expect(readTestRows(await written([0, -1]))).rejects.toMatchObject({
      code: 'option_invalid',
      message: expect.stringContaining('it holds -1 at position 1'),
    });
    await expect(readTestRows(await written({}))).rejects.toMatchObject({ code: 'option_invalid' });
  });
});
