// The command line for tests: in this process, as main.ts runs it, for what it prints and leaves behind; and as a process of its
// own, for signals, pipes and limits. A process is bundled from the sources: TypeScript does not run on every Node we support.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { reportFailure } from '../../../../app/hosts/cli/output/failure.ts';
import { buildProgram } from '../../../../app/hosts/cli/program.ts';
import { programBundle } from './programBundle.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The JSON lines of stdout. */
  lines: Record<string, unknown>[];
}

export interface CommandLine {
  /** An empty folder of this file's own, which is also the working folder. */
  folder: string;
  /** In this process. */
  run(...args: string[]): Promise<Outcome>;
  /** In a process of its own. `before` is a shell's command for the process alone, e.g. a limit. */
  start(args: string[], options?: { before?: string; env?: NodeJS.ProcessEnv }): ChildProcess;
  close(): Promise<void>;
}

/** `processes`: whether any will be started, for which the program is bundled beforehand. */
export async function openCommandLine({ processes = false } = {}): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-cli-'));
  const cwd = process.cwd();
  process.chdir(folder);
  vi.stubEnv('CHAINRULE_HOME', join(folder, 'home'));
  const script = processes ? await programBundle({ main: 'app/hosts/cli/main.ts' }) : null;
  return {
    folder,
    run: runHere,
    start: (args, { before = '', env = {} } = {}) => {
      if (script === null) throw new Error('The program was not bundled: ask for processes.');
      const command = [process.execPath, join(script, 'main.mjs'), ...args];
      const [program = '', ...rest] =
        before === '' ? command : ['bash', '-c', `${before}; exec "$0" "$@"`, ...command];
      return spawn(program, rest, {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    },
    close: async () => {
      vi.unstubAllEnvs();
      process.chdir(cwd);
      if (script !== null) await rm(script, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let latest: Promise<unknown> = Promise.resolve();

/** Does what main.ts does with `args`, but handles no signals and does not end the process. All runs share one stdout, so each waits
 *  for the one before, even if the test of that one has timed out. */
export function runHere(...args: string[]): Promise<Outcome> {
  const outcome = latest.then(() => runNow(args));
  latest = outcome.catch(() => {});
  return outcome;
}

async function runNow(args: string[]): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const written = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      stdout += typeof text === 'string' ? text : Buffer.from(text).toString();
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += text;
      return true;
    }),
  ];
  let code = 0;
  try {
    const program = buildProgram({
      exit: (wanted) => {
        code = wanted;
      },
    });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = await reportFailure(error, args.includes('--json'));
  } finally {
    for (const stream of written) stream.mockRestore();
  }
  return { code, stdout, stderr, lines: jsonLines(stdout) };
}

/** Of a started process, when it has ended. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr, lines: jsonLines(stdout) }));
  });
}

const jsonLines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{"type"'))
    .map((line) => JSON.parse(line));

export function example(name: string): string {
  return join(root, 'examples', name);
}
