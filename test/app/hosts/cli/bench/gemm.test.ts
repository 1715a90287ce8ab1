// `chainrule bench gemm`: what it prints, not how fast it is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from '../command.ts';

let command: CommandLine;
beforeAll(async () => {
  command = await openCommandLine();
});
afterAll(() => command.close());

const shape = ['--rows', '7', '--inputs', '37', '--outputs', '53', '--repetitions', '2'];

describe('bench gemm', () => {
  it('prints the peak and the three products of a shape, and what they come to', async () => {
    const { code, stderr, lines } = await command.run('bench', 'gemm', ...shape, '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(lines.map(({ type, product, threads }) => [type, product, threads])).toEqual([
      ['peak', undefined, 1],
      ['peak', undefined, 2],
      ['product', 'forward', 1],
      ['product', 'forward', 2],
      ['product', 'weightGradient', 1],
      ['product', 'weightGradient', 2],
      ['product', 'dataGradient', 1],
      ['product', 'dataGradient', 2],
      ['result', undefined, undefined],
    ]);
    for (const { median, best } of lines.slice(0, -1) as Record<string, number>[]) {
      expect(median).toBeGreaterThan(0);
      expect(best).toBeGreaterThanOrEqual(median!);
    }
    expect(lines.at(-1)).toMatchObject({
      machine: { isa: expect.any(String) },
      peakOfOne: expect.any(Number),
    });
  });

  it('says it as a table', async () => {
    const { stdout } = await command.run('bench', 'gemm', ...shape, '--threads', '1');
    expect(stdout).toMatch(/\nrows x inputs x outputs +threads +GFLOP\/s +best +of the peak +spread\n/);
    expect(stdout).toMatch(/\nregisters only +1 +[\d.]+ +[\d.]+\n/);
    expect(stdout).toMatch(/\nweight gradient 7 x 37 x 53 +1 +[\d.]+ +[\d.]+ +[\d.]+% +[\d.]+%\n/);
  });

  it('refuses half a shape, and one that does not fit into memory', async () => {
    const half = await command.run('bench', 'gemm', '--rows', '7');
    expect([half.code, half.stderr]).toEqual([
      1,
      'A shape is --rows, --inputs and --outputs together; found 7, none, none.\n',
    ]);
    const huge = ['--rows', '100000000', '--inputs', '65536', '--outputs', '65536'];
    const refused = await command.run('bench', 'gemm', ...huge, '--repetitions', '1');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/ needs [\d.]+ GiB of memory: /);
  });
});
