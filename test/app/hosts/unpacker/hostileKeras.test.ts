// Files of Keras that shall hurt, read in the real process, which is that of the built app: each is refused with one sentence, or is a whole model; no
// process and no file stays behind. On Linux only: processes and their memory are read from /proc.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { forkUnpacker } from '../../../../app/hosts/forkedUnpacker.ts';
import { convertKeras } from '../../../../app/workspace/models/convertKeras.ts';
import { ofAll } from '../../../exhaustive.ts';
import { emptyFolder } from '../../dataset/writtenTable.ts';
import { Dice } from '../../engine/harness/chance.ts';
import { endlessTree, heldManyTimes, largerArray, notFinite } from '../../export/keras/hostileHdf5.ts';
import { bytesOf } from '../../export/keras/kerasFiles.ts';
import { withEntries } from '../../export/keras/refusedFiles.ts';
import { childrenOf, watchMemory } from './childProcesses.ts';

const mebi = 2 ** 20;
const started = () => childrenOf(process.pid);

/** The sentence of the refusal, or null where it is a model. Nothing may be left. */
async function refusalOf(bytes: Uint8Array, least?: number): Promise<string | null> {
  const path = join(await emptyFolder(), 'm.keras');
  await writeFile(path, bytes);
  const folder = await emptyFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  let refusal: string | null = null;
  try {
    decodeModel(await convertKeras(path, { startUnpacker: forkUnpacker }, least), path);
  } catch (error) {
    expect(error).toMatchObject({
      code: 'model_damaged',
      message: expect.stringMatching(/^[^\p{C}]{10,800}\.$/u),
    });
    refusal = (error as Error).message;
  } finally {
    vi.unstubAllEnvs();
  }
  expect(started()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
  return refusal;
}

describe.runIf(process.platform === 'linux')('a hostile file of Keras', () => {
  it.each([
    [
      'an array says that it is larger than the file',
      largerArray,
      /kernel:0" of shape \[\d+, \d+\] is larger than the file/,
    ],
    ['a weight is not a number', notFinite, /holds a number that is not finite/],
    ['a part of the file is held many times', heldManyTimes, /stand for many times its size/],
  ])('is refused where %s', async (_, make, reason) => {
    const bytes = make();
    const memory = watchMemory(started);
    expect(await refusalOf(bytes)).toMatch(reason);
    expect(memory()).toBeLessThan(250 * mebi + 16 * bytes.length);
  });

  it('ends with its process where it leads the reader through a tree without an end', async () => {
    expect(await refusalOf(endlessTree(), 1)).toMatch(
      /(takes longer than \d+ s|needs more than|process that read it stopped)/,
    );
  });

  it('may be an archive with a packed entry that would become large', async () => {
    const bytes = withEntries('classifier.keras', { 'model.weights.h5': new Uint8Array(64 * mebi) }, 9);
    expect(bytes.length).toBeLessThan(mebi);
    expect(await refusalOf(bytes)).toMatch(/is compressed; only stored entries are read/);
  });

  it('may be cut or changed anywhere', async () => {
    const dice = new Dice(7);
    for (const file of ['classifier.keras', 'keras2.h5']) {
      const whole = bytesOf(file);
      for (let n = 0; n < ofAll(2, 60); n++) {
        await refusalOf(whole.slice(0, Math.floor(dice.between(100, whole.length))));
        const changed = whole.slice();
        changed[Math.floor(dice.between(0, whole.length))]! ^= 1 << (n % 8);
        await refusalOf(changed);
      }
    }
  }, 300_000);
});
