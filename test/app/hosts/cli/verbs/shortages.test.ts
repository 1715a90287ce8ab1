// What a terminal says where the system lacks something: one sentence, exit code 1, and nothing of a program's inside.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, example, openCommandLine, outcomeOf } from '../command.ts';

let cli: CommandLine;
const iris = example('iris.csv');
const training = ['train', iris, '--target', 'species', '--epochs', '3', '--threads', '1'];
beforeAll(async () => {
  cli = await openCommandLine({ processes: true });
  await cli.run(...training, '--out', 'model');
});
afterAll(() => cli.close());

/** The last line of stderr: notes may come before it. */
async function endOf(args: string[], before: string) {
  const { code, stderr } = await outcomeOf(cli.start(args, { before }));
  expect(stderr).not.toMatch(/\n {4}at |node:internal/);
  return { code, said: stderr.trimEnd().split('\n').at(-1) };
}

describe.skipIf(process.platform !== 'linux')('an output that is full', () => {
  const full = 'The output could not be written: there is no space left.';
  it.each([
    ['predictions', ['predict', 'model', iris]],
    ['help', ['--help']],
    ['JSON', ['inspect', iris, '--json']],
    ['a model', ['export', 'model', '--out', '-']],
    ['progress', [...training, '--json']],
  ])('of %s is told', async (_, args) => {
    expect(await endOf(args, 'exec >/dev/full')).toEqual({ code: 1, said: full });
  });

  it('ends with the same code where nobody can be told', async () => {
    const { code } = await outcomeOf(
      cli.start(['predict', 'model', iris], { before: 'exec >/dev/full 2>/dev/full' }),
    );
    expect(code).toBe(1);
  });
});

describe.skipIf(process.platform !== 'linux')('a limit of the system', () => {
  it('of address space is told before anything is loaded', async () => {
    const said = 'Chainrule needs 1.7 GiB of address space; this terminal allows 0.76 GiB (ulimit -v).';
    for (const args of [training, ['predict', 'model', iris], ['serve', '--no-open']])
      expect(await endOf(args, 'ulimit -v 800000')).toEqual({ code: 1, said });
  });

  it('of open files is told', async () => {
    const said =
      /^(Too many files are open: .*|.* could not be written: too many files are open\.|.*raise the limit of open files.*)$/;
    for (const handles of [26, 28, 30, 32]) {
      const { code, said: told } = await endOf(training, `ulimit -n ${handles}`);
      if (code !== 0) expect({ code, told }).toEqual({ code: 1, told: expect.stringMatching(said) });
    }
  });
});

it('a home on a read-only disk is told as such', async (context) => {
  const disk = join(cli.folder, 'readOnly');
  await mkdir(disk);
  const system = promisify(execFile);
  const mounted = await system('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', disk]).then(
    () => true,
    () => false,
  );
  context.skip(!mounted, 'only root may mount a disk');
  try {
    const { code, stderr } = await outcomeOf(
      cli.start(training, { env: { CHAINRULE_HOME: join(disk, 'home') } }),
    );
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `${join(disk, 'home', 'runs')} could not be written: the disk is read-only.\n`,
    });
  } finally {
    await system('umount', [disk]);
  }
});
