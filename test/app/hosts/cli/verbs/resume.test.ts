// `chainrule resume` after real processes were killed: the same bits as if nobody had been, wherever they were.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exhaustive, patient } from '../../../../exhaustive.ts';
import { type CommandLine, example, openCommandLine, outcomeOf } from '../command.ts';

let chainrule: CommandLine;
let undisturbed: unknown;
const iris = example('iris.csv');
/** Long enough that processes are killed in its middle, short enough to be repeated. */
const training = ['--epochs', '20000', '--patience', '0', '--threads', '1', '--json'];

beforeAll(async () => {
  chainrule = await openCommandLine({ processes: true });
  const { lines } = await chainrule.run('train', iris, '--target', 'species', ...training, '--out', 'alone');
  undisturbed = lines.at(-1)?.fingerprint;
  expect(undisturbed).toMatch(/^[0-9a-f]{64}$/);
});
afterAll(() => chainrule.close());

const train = (out: string) =>
  chainrule.start(['train', iris, '--target', 'species', ...training, '--out', out]);
const resume = (folder: string) => chainrule.start(['resume', folder, '--threads', '2', '--json']);

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL') {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** Resolves when run.json is there. */
async function began(folder: string) {
  while (!(await readdir(join(chainrule.folder, folder)).catch((): string[] => [])).includes('run.json'))
    await setTimeout(5);
}

describe('a run that was killed', () => {
  it(
    'at random moments, the resumed one too, ends with the same bits',
    async () => {
      for (let round = 0; round < (exhaustive ? 50 : 2); round++) {
        const folder = `killed-${round}`;
        const first = train(folder);
        await began(folder);
        await setTimeout(2_000 * Math.random());
        await kill(first);
        const second = resume(folder);
        await Promise.race([once(second, 'exit'), setTimeout(3_000 * Math.random())]);
        if (second.exitCode === null) await kill(second);
        const { code, lines, stderr } = await outcomeOf(resume(folder));
        // The second one may have come to its end.
        if (code === 0) expect(lines.at(-1)).toMatchObject({ type: 'result', fingerprint: undisturbed });
        else expect(stderr).toContain('has ended (finished)');
        const { fingerprint } = JSON.parse(
          await readFile(join(chainrule.folder, folder, 'run.json'), 'utf8'),
        );
        expect(fingerprint).toBe(undisturbed);
      }
    },
    patient,
  );

  it('goes on while no other process trains there, which is named', async () => {
    const child = chainrule.start([
      'train',
      iris,
      '--target',
      'species',
      '--epochs',
      '1000000',
      '--patience',
      '0',
      '--out',
      'busy',
    ]);
    await began('busy');
    const { code, stderr } = await outcomeOf(resume('busy'));
    expect([code, stderr]).toEqual([1, expect.stringContaining(`(process ${child.pid})`)]);
    await kill(child);
  });

  it('is found by its id, and from a terminal that was closed keeps what it had', async () => {
    const child = chainrule.start(['train', iris, '--target', 'species', ...training]);
    const runs = join(chainrule.folder, 'home', 'runs');
    let id: string | undefined;
    while (id === undefined) {
      await setTimeout(5);
      [id] = await readdir(runs).catch((): string[] => []);
    }
    await began(join('home', 'runs', id));
    await kill(child, 'SIGHUP');
    expect(child.exitCode).toBe(143);
    const record = JSON.parse(await readFile(join(runs, id, 'run.json'), 'utf8'));
    expect(record).toMatchObject({ state: 'stopped', fingerprint: expect.any(String) });
    const { stderr } = await chainrule.run('resume', id);
    expect(stderr).toContain('has ended (stopped)');
  });
});

it('a folder without a run, and one with only what a killed process had half written, are told apart from a run', async () => {
  await mkdir(join(chainrule.folder, 'torn'));
  await writeFile(join(chainrule.folder, 'torn', 'run.json.17-1.tmp'), '{"ver');
  for (const folder of ['nowhere', 'torn'])
    expect((await chainrule.run('resume', folder)).stderr).toContain('There is no readable run in');
  const again = await chainrule.run('train', iris, '--target', 'species', '--epochs', '2', '--out', 'torn');
  expect(again.code).toBe(0);
});

it('a run whose table is gone or has changed is not trained on another one', async () => {
  const table = join(chainrule.folder, 'mine.csv');
  const text = await readFile(iris, 'utf8');
  await writeFile(table, text);
  const child = chainrule.start(['train', table, '--target', 'species', ...training, '--out', 'moved']);
  await began('moved');
  await kill(child);
  await writeFile(table, `${text}1,1,1,1,setosa\n`);
  const changed = await chainrule.run('resume', 'moved', '--json');
  expect(changed.lines.at(-1)).toMatchObject({ type: 'error', code: 'file_changed' });
  await writeFile(table, text);
  const { lines } = await chainrule.run('resume', 'moved', '--json');
  expect(lines.at(-1)).toMatchObject({ fingerprint: undisturbed });
});
