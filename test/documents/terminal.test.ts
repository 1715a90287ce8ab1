// The commands of README.md and docs/terminal.md do what they say, in their order, on a copy of the examples. All run in this
// process, and the first as the built command too, in the way of a person.
import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/tool.js';
import { type CommandLine, openCommandLine } from '../app/hosts/cli/command.ts';
import { commandsOf, readDocument, wordsOf } from './commands.ts';

const ofReadme = commandsOf(readDocument('README.md'));
const ofTerminal = commandsOf(readDocument('docs/terminal.md'));

let cli: CommandLine;
const outputs: string[] = [];

beforeAll(async () => {
  cli = await openCommandLine();
  cpSync(join(root, 'examples'), join(cli.folder, 'examples'), { recursive: true });
});
afterAll(() => cli.close());

test.each([...ofReadme, ...ofTerminal])('chainrule %s', async (line) => {
  const [command = '', file] = line.split(' > ');
  const { code, stdout, stderr } = await cli.run(...wordsOf(command));
  expect(code, stderr).toBe(0);
  if (file) writeFileSync(join(cli.folder, file), stdout);
  outputs.push(stdout);
});

test('the built command says what the command line says here', () => {
  const [first = ''] = ofReadme;
  const chainrule = join(root, 'bin/chainrule.js');
  const ran = spawnSync(process.execPath, [chainrule, ...wordsOf(first)], { cwd: root, encoding: 'utf8' });
  expect([ran.status, ran.stderr, ran.stdout]).toEqual([0, '', outputs[0]]);
});

test('trainings on 1 and 3 threads and the exported file have one fingerprint', () => {
  const prints = outputs
    .slice(ofReadme.length - 3, ofReadme.length)
    .map((text) => /"fingerprint":"([0-9a-f]{64})"/.exec(text)?.[1]);
  expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(prints).size).toBe(1);
});
