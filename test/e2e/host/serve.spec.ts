// `chainrule serve` as a process: what it prints, and how it ends.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../harness/fixtures.ts';

const chainrule = fileURLToPath(new URL('../../../bin/chainrule.js', import.meta.url));
test.skip(({ hostName }) => hostName === 'desktop', 'it is the browser host');

type Serving = ChildProcessByStdio<null, Readable, Readable>;
const serve = (home: string, environment: Record<string, string> = {}): Serving =>
  spawn(process.execPath, [chainrule, 'serve', '--no-open'], {
    env: { ...process.env, CHAINRULE_HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Everything printed until `enough` of it is there. */
function printed(serving: Serving, enough: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    for (const stream of [serving.stdout, serving.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
        if (enough.test(text)) resolve(text);
      });
    serving.once('exit', () => reject(new Error(`it ended after: ${text}`)));
  });
}
const ended = (serving: Serving) => new Promise<number | null>((resolve) => serving.once('exit', resolve));

test('prints the link alone on its line, and ends on Ctrl-C with 130', async () => {
  const serving = serve(test.info().outputPath('home'));
  expect(await printed(serving, /\n/)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{32}\n$/);
  serving.removeAllListeners('exit');
  const code = ended(serving);
  serving.kill('SIGINT');
  expect(await code).toBe(130);
});

test('says in one sentence why the engine cannot work here, and ends with 1', async () => {
  const foreign = process.arch === 'arm64' ? 'avx2' : 'neon';
  const serving = serve(test.info().outputPath('home'), { CHAINRULE_ISA: foreign });
  const code = ended(serving);
  const text = await printed(serving, /leave it unset\.\n/);
  expect(text.split('\n').slice(1)).toEqual([
    expect.stringMatching(`^CHAINRULE_ISA is "${foreign}", which this CPU does not have: use one of .*\\.$`),
    '',
  ]);
  expect(await code).toBe(1);
});
