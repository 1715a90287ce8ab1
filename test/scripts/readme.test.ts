// The terminal lines of the README do what it says, in the order in which they stand there, on a copy of the examples. All run in
// this process, and the first as the built command too, in the way of a person.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/tool.js';
import { type CommandLine, openCommandLine } from '../app/hosts/cli/command.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const lines = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => (block ?? '').trim().split('\n'))
  .filter((line) => line.startsWith('npx --no-install chainrule ') && !line.includes(' serve'))
  .map((line) => line.replace('npx --no-install chainrule ', '').replace(/\s+#.*/, ''));

let cli: CommandLine;
const outputs: string[] = [];

beforeAll(async () => {
  cli = await openCommandLine();
  cpSync(join(root, 'examples'), join(cli.folder, 'examples'), { recursive: true });
});
afterAll(() => cli.close());

/** As a shell cuts them: what stands between quotes is one. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test.each(lines)('chainrule %s', async (line) => {
  const [command = '', file] = line.split(' > ');
  const { code, stdout, stderr } = await cli.run(...wordsOf(command));
  expect(code, stderr).toBe(0);
  if (file) writeFileSync(join(cli.folder, file), stdout);
  outputs.push(stdout);
});

test('the built command says what the command line says here', () => {
  const [first = ''] = lines;
  const chainrule = join(root, 'bin/chainrule.js');
  const ran = spawnSync(process.execPath, [chainrule, ...wordsOf(first)], { encoding: 'utf8' });
  expect([ran.status, ran.stderr, ran.stdout]).toEqual([0, '', outputs[0]]);
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
