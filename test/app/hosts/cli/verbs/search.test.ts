// `chainrule search`: what it prints and keeps, and what is left of one that is interrupted or killed.
import type { ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from '../command.ts';

const cars = resolve('examples/cars.csv');
let line: CommandLine;

beforeAll(async () => {
  line = await openCommandLine({ processes: true });
}, 120_000);
afterAll(() => line.close());

const search = (...args: string[]) => ['search', cars, '--target', 'Miles_per_Gallon', ...args];

/** Resolves once the process has written `text`. */
async function until(child: ChildProcess, holds: (line: Record<string, unknown>) => boolean): Promise<void> {
  let rest = '';
  for await (const chunk of child.stdout!) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (lines.some((text) => holds(JSON.parse(text)))) return;
  }
  throw new Error('The process ended before that.');
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

/** Whether a candidate has ended the first rung, and not all. */
const begun = ({ type, rungs }: Record<string, unknown>) =>
  type === 'progress' && (rungs as { ended: number }[])[0]!.ended >= 2;

describe('search', () => {
  it('prints standings, effects, the winner and what its score is worth, and keeps a run', async () => {
    const { code, stdout } = await line.run(...search('--budget', '6', '--out', 'best'));
    expect(code).toBe(0);
    for (const words of [
      'Searching on 338 rows in 5 folds; the 60 test rows are not touched.',
      'Compared 6 candidates in',
      'parameters',
      'Effect of each setting on RMSE after the first rung (negative is better):',
      'Winner (*):',
      '6 candidates were compared without them',
      'Kept in best',
    ])
      expect(stdout.replace(/Kept in .*\/best/, 'Kept in best')).toContain(words);
    expect(await readdir('best')).toEqual(
      expect.arrayContaining(['run.json', 'best.safetensors', 'search.json']),
    );
    const predicted = await line.run('predict', 'best', cars, '--out', 'predicted.csv');
    expect(predicted.code).toBe(0);
  });

  it('ends with a JSON line that says how it was found', async () => {
    const { code, lines } = await line.run(...search('--budget', '3', '--json'));
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      candidates: 3,
      budget: { candidates: 3 },
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      metrics: { test: { rmse: expect.any(Number) } },
      search: { state: 'finished', folds: 5, metric: 'rmse', reached: 3 },
    });
  });

  it('finds the same winner with the same bits for any number of threads', async () => {
    const found = [];
    for (const threads of ['1', '2', '5']) {
      const { lines } = await line.run(
        ...search('--budget', '5', '--seed', '4', '--threads', threads, '--json'),
      );
      const { fingerprint, winner } = lines.at(-1)!;
      found.push({ fingerprint, winner });
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it.each([
    ['0', '--budget must be 1 to 2000 candidates; found 0.'],
    ['-3', '--budget must be 1 to 2000 candidates; found -3.'],
    ['0s', '--budget must be 1 to 86400 seconds; found 0.'],
    ['2.5', 'Expected a whole number of candidates.'],
    ['soon', 'Expected a number of candidates, such as 24, or of seconds, such as 30s.'],
  ])('refuses the budget %s in a sentence', async (budget, sentence) => {
    const { code, stderr } = await line.run(...search(`--budget=${budget}`));
    expect(code).not.toBe(0);
    expect(stderr).toContain(sentence);
  });
});

describe('a search that does not end by itself', () => {
  it('keeps the best so far when it is interrupted', async () => {
    const child = line.start(search('--budget', '2000', '--out', 'interrupted', '--json'));
    await until(child, begun);
    child.stdout!.resume();
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    expect(await readdir(join(line.folder, 'interrupted'))).toContain('search.json');
  });

  it('that was killed goes on, and finds what one that was not killed finds', async () => {
    const args = search('--budget', '10', '--seed', '9', '--json');
    const home = (name: string) => ({ env: { CHAINRULE_HOME: join(line.folder, name) } });
    const child = line.start(args, home('killed'));
    await until(child, begun);
    child.kill('SIGKILL');
    await ended(child);
    const results = [];
    for (const name of ['killed', 'whole']) {
      const again = line.start(args, home(name));
      let text = '';
      again.stdout!.on('data', (chunk) => {
        text += chunk;
      });
      expect(await ended(again)).toBe(0);
      const { winner, fingerprint } = JSON.parse(text.trim().split('\n').at(-1)!);
      results.push({ winner, fingerprint });
    }
    expect(results[0]).toEqual(results[1]);
  });
});
