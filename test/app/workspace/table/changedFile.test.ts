// A file that changes between its reading and the training: the run goes by what was read, says so, and records what that was.
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { houses, opened, runOf, written } from './openedTable.ts';

test.each([
  ['a plain file', (text: string) => Buffer.from(text)],
  ['a file in another encoding', (text: string) => iconv.encode(text.replace('price', '가격'), 'cp949')],
  ['a packed file', (text: string) => gzipSync(text)],
])('%s', async (_what, packed) => {
  const path = await written('houses.csv', []);
  const bytes = packed(`${houses().join('\n')}\n`);
  await writeFile(path, bytes);
  const { mtimeMs } = await stat(path);
  const client = await opened(path, {
    targets: [bytes.includes('price') || bytes[0] === 0x1f ? 'price' : '가격'],
  });
  await writeFile(path, 'a,b\n1,2\n');
  const out = join(dirname(path), 'run');
  const { runId } = await client.training.start({ threads: 1, out });
  expect((await runOf(client)).sourceChanged).toBe(true);
  for await (const _ of await client.training.watch({ runId }));
  const { dataset } = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
  expect(dataset).toMatchObject({
    bytes: bytes.length,
    modified: mtimeMs,
    hash: createHash('sha256').update(bytes).digest('hex'),
  });
});
