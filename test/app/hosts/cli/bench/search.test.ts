// `chainrule bench search`, and that it leaves nothing behind.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from '../command.ts';

let command: CommandLine;
beforeAll(async () => {
  command = await openCommandLine();
});
afterAll(() => command.close());

it('tells the trainings per second for each number of threads, which find the same winner', async () => {
  const args = ['--candidates', '2', '--rows', '60', '--columns', '3', '--repetitions', '1', '--json'];
  const { code, lines } = await command.run('bench', 'search', ...args);
  expect(code).toBe(0);
  const [one, two, result] = lines;
  expect(lines.map(({ type }) => type)).toEqual(['repetition', 'repetition', 'result']);
  expect(one).toMatchObject({ engine: 'chainrule', threads: 1, candidates: 2, winner: two!.winner });
  expect(result!.searches).toMatchObject([
    { threads: 1, trainingsPerSecond: expect.any(Number) },
    { threads: 2, trainingsPerSecond: expect.any(Number) },
  ]);
});
