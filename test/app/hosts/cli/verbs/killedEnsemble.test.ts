// An ensemble whose process was killed after some of its networks had ended: `chainrule resume` trains the others, to the same bits.
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patient } from '../../../../exhaustive.ts';
import { type CommandLine, example, openCommandLine, outcomeOf } from '../command.ts';

let chainrule: CommandLine;
const iris = example('iris.csv');
const training = [
  '--ensemble',
  '4',
  '--hidden',
  '4',
  '--epochs',
  '4000',
  '--patience',
  '0',
  '--threads',
  '1',
];

beforeAll(async () => {
  chainrule = await openCommandLine({ processes: true });
});
afterAll(() => chainrule.close());

const train = (out: string) =>
  chainrule.start(['train', iris, '--target', 'species', ...training, '--json', '--out', out]);
const fileOf = (run: string, name: string) => readFile(join(chainrule.folder, run, name), 'utf8');

/** Resolves when the weights of a network that has ended are on disk. */
async function oneEnded(run: string) {
  const folder = join(chainrule.folder, run);
  while (!(await readdir(folder).catch((): string[] => [])).includes('best.safetensors')) await setTimeout(5);
}

it(
  'an ensemble that was killed trains its other networks when it is resumed, to the same bits and history',
  async () => {
    const { lines } = await outcomeOf(train('alone'));
    const child = train('killed');
    await oneEnded('killed');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(JSON.parse(await fileOf('killed', 'run.json')).state).toBe('running');
    const resumed = await outcomeOf(chainrule.start(['resume', 'killed', '--threads', '2', '--json']));
    expect(resumed.code).toBe(0);
    expect(resumed.lines.at(-1)).toMatchObject({
      type: 'result',
      fingerprint: lines.at(-1)?.fingerprint,
    });
    expect(await fileOf('killed', 'history.jsonl')).toBe(await fileOf('alone', 'history.jsonl'));
  },
  patient,
);
