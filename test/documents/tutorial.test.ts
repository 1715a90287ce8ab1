// The tutorial is true: its commands run in their order, the numbers it tells are the ones that come out, and what it tells to
// press is a text of the page.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/tool.js';
import { type CommandLine, openCommandLine } from '../app/hosts/cli/command.ts';
import { blocksOf, commandsOf, readDocument, wordsOf } from './commands.ts';

const tutorial = readDocument('docs/tutorial.md');

let cli: CommandLine;
const outputs = new Map<string, string>();

beforeAll(async () => {
  cli = await openCommandLine();
  cpSync(join(root, 'examples/iris.csv'), join(cli.folder, 'examples/iris.csv'));
  writeFileSync(join(cli.folder, 'line.csv'), blocksOf(tutorial, 'csv')[0] ?? '');
});
afterAll(() => cli.close());

test.each(commandsOf(tutorial))('chainrule %s', async (command) => {
  const { code, stdout, stderr } = await cli.run(...wordsOf(command));
  expect(code, stderr).toBe(0);
  outputs.set(command, stdout);
});

describe('the line by hand', () => {
  const read = (name: string) => readFileSync(join(cli.folder, name), 'utf8');

  test('the losses of the three epochs are those of the table', () => {
    const told = [...tutorial.matchAll(/^\| \d \| (\d\.\d{4}) \|/gm)].map(([, loss]) => Number(loss));
    const lines = read('line/history.jsonl').trim().split('\n');
    const losses = lines.map((line) =>
      Number((JSON.parse(line) as { trainLoss: number }).trainLoss.toFixed(4)),
    );
    expect(losses).toHaveLength(3);
    expect(losses).toEqual(told);
  });

  test.each(['0.9', '1.1'])('a learning rate of %s gives the loss that is told', async (rate) => {
    const command = commandsOf(tutorial).find((text) => text.includes('--learning-rate 0.25')) ?? '';
    const other = command.replace('--learning-rate 0.25', `--learning-rate ${rate}`);
    await cli.run(...wordsOf(other.replace('--out line', `--out line${rate}`)));
    const second = read(`line${rate}/history.jsonl`).split('\n')[1] ?? '';
    expect(tutorial).toContain(`= ${(JSON.parse(second) as { trainLoss: number }).trainLoss.toFixed(4)}`);
  });

  test('the exported weight is the one that is told', () => {
    const model = JSON.parse(read('line.json')) as { layers: { weight: number[][] }[] };
    expect(tutorial).toContain(`"weight": [[${model.layers[0]?.weight[0]?.[0]}]]`);
  });

  test('the analytical method and the gradient check say what is told', () => {
    const said = (verb: string) => [...outputs].find(([command]) => command.startsWith(verb))?.[1] ?? '';
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
