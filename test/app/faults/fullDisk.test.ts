// `chainrule train` where the disk is full at the end of the run: the weights are saved elsewhere where that was asked for, a person is
// asked where there is one, and otherwise a sentence says what to do.
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, example, openCommandLine, outcomeOf } from '../hosts/cli/command.ts';
import { buildFaultyDisk, changesOf, type Fault, type FaultyDisk, noFaultyDisk } from './faultyDisk.ts';

let cli: CommandLine;
let disk: FaultyDisk;
const training = [
  'train',
  example('iris.csv'),
  ...['--target', 'species', '--epochs', '5', '--patience', '0', '--threads', '1', '--json'],
];

describe.skipIf(noFaultyDisk !== null)('at the end of a run', () => {
  beforeAll(async () => {
    [cli, disk] = await Promise.all([openCommandLine({ processes: true }), buildFaultyDisk()]);
  });
  afterAll(async () => {
    await cli?.close();
    await disk?.close();
  });

  const train = (out: string, fault: Fault, ...more: string[]) =>
    outcomeOf(
      cli.start([...training, '--out', out, ...more], {
        env: disk.environment(join(cli.folder, out), fault),
      }),
    );

  /** Number of the change with which the weights begin to be written, and the fingerprint of the run. */
  async function undisturbed(out: string) {
    const { lines } = await train(out, { kind: 'EIO', at: 0 });
    const at =
      (await changesOf(join(cli.folder, out))).findIndex((change) => change.includes('best.safetensors')) + 1;
    return { at, fingerprint: lines.at(-1)?.fingerprint };
  }

  it('an error that passes is not even told', async () => {
    const { at, fingerprint } = await undisturbed('a');
    const { code, lines, stderr } = await train('b', { kind: 'EIO', at });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.at(-1)).toMatchObject({ type: 'result', fingerprint });
  });

  it('without another folder and without a person, it fails with a sentence', async () => {
    const { at } = await undisturbed('c');
    const { code, lines, stderr } = await train('d', { kind: 'ENOSPC', at, lasts: 'always' });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The weights could not be saved and are lost: There is no space left to write \S+: free some, .* Make room, or train again with --out or --fallback and a folder on another disk\.\n$/,
    );
    expect(lines.at(-1)).toMatchObject({ type: 'error', code: 'run_not_saved' });
    expect((await readdir(join(cli.folder, 'd'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('with --fallback the run is kept there', async () => {
    const { at, fingerprint } = await undisturbed('e');
    const fault = { kind: 'ENOSPC', at, lasts: 'always' } as const;
    const { code, lines, stderr } = await train('f', fault, '--fallback', 'g');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines).toContainEqual(expect.objectContaining({ type: 'note', code: 'run_not_saved' }));
    const model = join(cli.folder, 'g');
    expect(lines.at(-1)).toMatchObject({ type: 'result', model, fingerprint });
    expect(JSON.parse(await readFile(join(model, 'run.json'), 'utf8'))).toMatchObject({ fingerprint });
    expect(await readdir(cli.folder)).not.toContain('f');
  });
});

describe('on a real disk of 128 KB', () => {
  let full: string;
  let mounted = false;
  beforeAll(async () => {
    cli = await openCommandLine({ processes: true });
    full = join(cli.folder, 'small');
    await mkdir(full);
    mounted = await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', full]).then(
      () => true,
      () => false,
    );
  });
  afterAll(async () => {
    if (mounted) await promisify(execFile)('umount', [full]);
    await cli?.close();
  });

  it('weights that do not fit are saved with --fallback', async (context) => {
    context.skip(!mounted, 'only root may mount a small disk');
    const args = [...training, '--hidden', '300,300', '--out', join('small', 'run')];
    const lost = await outcomeOf(cli.start(args));
    expect(lost.code).toBe(1);
    expect(lost.stderr).toMatch(/^The weights could not be saved and are lost: There is no space left/);
    const again = [
      ...training,
      '--hidden',
      '300,300',
      '--out',
      join('small', 'again'),
      '--fallback',
      'large',
    ];
    const kept = await outcomeOf(cli.start(again));
    expect(kept.code).toBe(0);
    expect(kept.lines.at(-1)).toMatchObject({ type: 'result', model: join(cli.folder, 'large') });
  });
});
