// What `chainrule bench startup` is told by. The measurement itself needs the built page and a browser: the end-to-end specs have them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstScreenBytes } from '../../../../../app/hosts/cli/bench/firstScreen.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the JavaScript of the first screen', () => {
  it('is what index.html asks for, and nothing that comes later', async () => {
    await mkdir(join(folder, 'assets'));
    const scripts = {
      'index-1.js': 'first();'.repeat(500),
      'shared-2.js': 'second();',
      'later-3.js': 'third();',
    };
    for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, 'assets', name), text);
    await writeFile(
      join(folder, 'index.html'),
      `<link rel="stylesheet" href="./assets/index.css">
      <script type="module" crossorigin src="./assets/index-1.js"></script>
      <link rel="modulepreload" crossorigin href="./assets/shared-2.js">`,
    );
    const gzipped = (text: string) => gzipSync(text, { level: 9 }).length;
    expect(await firstScreenBytes(folder)).toBe(
      gzipped(scripts['index-1.js']) + gzipped(scripts['shared-2.js']),
    );
  });

  it('of a page that is not built is an error that says so', async () => {
    await expect(firstScreenBytes(join(folder, 'assets'))).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/^The page is not built in .*: run "npm run build" first\.$/),
    });
  });
});
