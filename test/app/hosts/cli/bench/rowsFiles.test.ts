import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRows } from '../../../../../app/hosts/cli/bench/rowsFiles.ts';
import { workloads } from '../../../../../app/hosts/cli/bench/workloads.ts';

const small = workloads[0]!;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

function littleEndian(count: number, value: (i: number) => number): Buffer {
  const bytes = Buffer.alloc(count * 4);
  for (let i = 0; i < count; i++) bytes.writeFloatLE(value(i), i * 4);
  return bytes;
}

describe('the files of a workload', () => {
  it('are read as little-endian float32', async () => {
    await writeFile(
      join(folder, 'W1.X.f32'),
      littleEndian(600, (i) => i / 8),
    );
    await writeFile(
      join(folder, 'W1.y.f32'),
      littleEndian(150, (i) => i % 3),
    );
    const { rows, features, targets } = await readRows(small, folder);
    expect([rows, features.length, features[599], targets.length, targets[149]]).toEqual([
      150,
      600,
      599 / 8,
      150,
      2,
    ]);
  });

  it('that are not there, or hold another table, are refused', async () => {
    await expect(readRows({ ...small, name: 'W9' }, folder)).rejects.toMatchObject({
      code: 'file_not_found',
      message: `There is no file ${join(folder, 'W9.X.f32')}.`,
    });
    await writeFile(
      join(folder, 'W1.X.f32'),
      littleEndian(599, () => 0),
    );
    await expect(readRows(small, folder)).rejects.toMatchObject({
      code: 'file_unreadable',
      message: `${join(folder, 'W1.X.f32')} does not hold this workload: it has 2396 bytes, and 150 x 4 float32 numbers are 2400.`,
    });
  });
});
