import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../app/hosts/runProgram.ts';

const node = (script: string, signal?: AbortSignal) =>
  runProgram({ command: [process.execPath, '-e', script], folder: tmpdir(), signal });

describe('a program that the host runs', () => {
  it('gives its exit code and what it printed to both outputs', async () => {
    const outcome = await node("console.log('out'); console.error('err'); process.exitCode = 3");
    expect(outcome).toMatchObject({ kind: 'ended', code: 3 });
    expect(outcome).toHaveProperty('output', expect.stringMatching(/out[\s\S]*err|err[\s\S]*out/));
  });
  it('keeps the end of a long output', async () => {
    const outcome = await node("process.stdout.write('x'.repeat(200_000) + 'end')");
    expect(outcome).toHaveProperty('output', `${'x'.repeat(65_533)}end`);
  });
  it('is missing where there is no such program', async () => {
    const command: [string] = ['no-program-has-this-name'];
    expect(await runProgram({ command, folder: tmpdir() })).toEqual({ kind: 'missing' });
  });
  it('is killed when the call is cancelled', async () => {
    const controller = new AbortController();
    const running = node('setInterval(() => {}, 1000)', controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
  });
});
