// The zip that is written as a stream: other programs read it, and no content makes it one that our own reader refuses as a bomb.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFile } from '../../../../app/dataset/source/openFile.ts';
import { ratioLimit } from '../../../../app/dataset/source/unpack/archiveBomb.ts';
import { ZipDirectory } from '../../../../app/dataset/source/unpack/zipDirectory.ts';
import { type ZipEntry, zipStream } from '../../../../app/workspace/packs/zipStream.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-zip-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function zipped(name: string, entries: ZipEntry[]): Promise<string> {
  async function* all() {
    yield* entries;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of zipStream(all())) pieces.push(piece);
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(pieces));
  return path;
}

const python = (() => {
  try {
    execFileSync('python3', ['-c', 'import zipfile']);
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(!python)(
  "Python's zipfile finds every entry whole, stored and deflated, with a name in Korean",
  async () => {
    const path = await zipped('a.zip', [
      { name: 'runs/1/run.json', deflated: true, pieces: [Buffer.from('{"a": '), Buffer.from('1}')] },
      { name: 'tables/1/붓꽃.csv', deflated: false, pieces: [Buffer.from('a,b\n1,2\n')] },
      { name: 'empty', deflated: true, pieces: [] },
    ]);
    const script = `
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print([(i.filename, i.file_size, i.compress_type, z.read(i)[:4], oct(i.external_attr >> 16)) for i in z.infolist()])`;
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }).trim()).toBe(
      "[('runs/1/run.json', 8, 8, b'{\"a\"', '0o100600'), ('tables/1/붓꽃.csv', 8, 0, b'a,b\\n', '0o100600'), ('empty', 0, 8, b'', '0o100600')]",
    );
  },
);

it('a table of zeros, which would deflate to a thousandth, stays within what our reader takes', async () => {
  const piece = Buffer.from('0,0,0,0\n'.repeat(2 ** 15));
  const count = 400;
  const path = await zipped('zeros.zip', [
    { name: 'zeros.csv', deflated: true, pieces: Array.from({ length: count }, () => piece) },
  ]);
  const file = await openFile(path, 'zeros.zip');
  const zip = await ZipDirectory.read(file);
  const { packed = 1, unpacked = 0 } = zip?.get('zeros.csv') ?? {};
  expect(unpacked).toBe(count * piece.length);
  expect(unpacked / packed).toBeLessThan(ratioLimit);
  let bytes = 0;
  for await (const part of zip!.stream('zeros.csv')) {
    expect(part.subarray(0, 64).toString()).toMatch(/^[0,\n]+$/);
    bytes += part.length;
  }
  expect(bytes).toBe(unpacked);
  await file.handle.close();
});

it('a reader that stops ends the writer, also where its content is stored for a while', async () => {
  let ended = false;
  async function* pieces() {
    try {
      for (;;) yield Buffer.alloc(2 ** 20);
    } finally {
      ended = true;
    }
  }
  async function* all() {
    yield { name: 'endless', deflated: true, pieces: pieces() };
  }
  let bytes = 0;
  for await (const piece of zipStream(all())) {
    bytes += piece.length;
    if (bytes > 2 ** 20) break;
  }
  expect(ended).toBe(true);
});
