// The tutorial is true: its commands run in their order, the numbers it tells are the ones that come out, and what it tells to
// press is a text of the page.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/tool.js';

const tutorial = readFileSync(join(root, 'docs/tutorial.md'), 'utf8');
const blocks = (language: string) =>
  [...tutorial.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text ?? '',
  );
const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
const chainrule = 'npx --no-install chainrule ';

let folder: string;
const outputs = new Map<string, string>();

function run(command: string): string {
  const words = command.slice(chainrule.length).split(' ');
  const ran = spawnSync(process.execPath, [join(root, 'bin/chainrule.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CHAINRULE_HOME: join(folder, 'home') },
  });
  expect(ran.status, ran.stderr).toBe(0);
  return ran.stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-'));
  cpSync(join(root, 'examples/iris.csv'), join(folder, 'examples/iris.csv'));
  writeFileSync(join(folder, 'line.csv'), blocks('csv')[0] ?? '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(commands)('%s', (command) => {
  expect(command.startsWith(chainrule)).toBe(true);
  outputs.set(command, run(command));
});

describe('the line by hand', () => {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  test('the losses of the three epochs are those of the table', () => {
    const told = [...tutorial.matchAll(/^\| \d \| (\d\.\d{4}) \|/gm)].map(([, loss]) => Number(loss));
    const lines = read('line/history.jsonl').trim().split('\n');
    const losses = lines.map((line) =>
      Number((JSON.parse(line) as { trainLoss: number }).trainLoss.toFixed(4)),
    );
    expect(losses).toHaveLength(3);
    expect(losses).toEqual(told);
  });

  test('the exported weight is the one that is told', () => {
    const model = JSON.parse(read('line.json')) as { layers: { weight: number[][] }[] };
    expect(tutorial).toContain(`"weight": [[${model.layers[0]?.weight[0]?.[0]}]]`);
  });

  test('the analytical method and the gradient check say what is told', () => {
    const said = (verb: string) =>
      [...outputs].find(([command]) => command.startsWith(chainrule + verb))?.[1] ?? '';
    expect(said('solve')).toMatch(/^x\s+2\s+1$/m);
    expect(said('solve')).toMatch(/^intercept\s+1\s+0$/m);
    expect(said('gradients')).toContain('says -3.7909');
  });
});

test('every bold label is a text of the page', () => {
  const catalogue = join(root, 'renderer/messages/en');
  const texts = readdirSync(catalogue).flatMap((file) =>
    Object.values(JSON.parse(readFileSync(join(catalogue, file), 'utf8')) as Record<string, unknown>),
  );
  const labels = [...tutorial.matchAll(/\*\*([^*]+)\*\*/g)]
    .map(([, label]) => label ?? '')
    .filter((label) => !label.endsWith('.'));
  expect(labels.length).toBeGreaterThan(5);
  expect(labels.filter((label) => !texts.includes(label))).toEqual([]);
});
