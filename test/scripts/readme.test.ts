// The terminal lines of the README do what it says, in the order in which they stand there. They run the built command line
// on a copy of the examples.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/tool.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const lines = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => (block ?? '').trim().split('\n'))
  .filter((line) => line.startsWith('npx --no-install chainrule ') && !line.includes(' serve'))
  .map((line) => line.replace('npx --no-install chainrule ', '').replace(/\s+#.*/, ''));

let folder: string;
const outputs: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'));
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As a shell cuts them: what stands between quotes is one. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test.each(lines)('chainrule %s', (line) => {
  const [command = '', file] = line.split(' > ');
  const ran = spawnSync(process.execPath, [join(root, 'bin/chainrule.js'), ...wordsOf(command)], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CHAINRULE_HOME: join(folder, 'home') },
  });
  expect(ran.status, ran.stderr).toBe(0);
  if (file) writeFileSync(join(folder, file), ran.stdout);
  outputs.push(ran.stdout);
});

test('trainings on 1 and 3 threads and the exported file have one fingerprint', () => {
  const prints = outputs.slice(-3).map((text) => /"fingerprint":"([0-9a-f]{64})"/.exec(text)?.[1]);
  expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(prints).size).toBe(1);
});

test('every file that the documentation links to is there', () => {
  for (const document of ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md']) {
    const text = readFileSync(join(root, document), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  }
});
