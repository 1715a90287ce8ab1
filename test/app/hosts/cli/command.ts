// The command line as a process of its own, built once for a test file: TypeScript does not run on every Node we support.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  /** The JSON lines of stdout. */
  lines: Record<string, unknown>[];
}

export interface CommandLine {
  /** An empty folder of this file's own, which is also the processes' working folder. */
  folder: string;
  /** `before` is a shell's command for the process alone, e.g. a limit. */
  start(args: string[], options?: { before?: string }): ChildProcess;
  run(...args: string[]): Promise<Outcome>;
  close(): Promise<void>;
}

/** Its script lies under dist/, since the program finds its version, examples and addon above itself. */
export async function buildCommandLine(): Promise<CommandLine> {
  await mkdir(join(root, 'dist'), { recursive: true });
  const script = await mkdtemp(join(root, 'dist', 'test-cli-'));
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-cli-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      ssr: join(root, 'app/hosts/cli/main.ts'),
      outDir: script,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  });
  const start: CommandLine['start'] = (args, { before } = {}) => {
    const command = [process.execPath, join(script, 'main.mjs'), ...args];
    const [program = '', ...rest] =
      before === undefined ? command : ['bash', '-c', `${before}; exec "$0" "$@"`, ...command];
    return spawn(program, rest, {
      cwd: folder,
      env: { ...process.env, CHAINRULE_HOME: join(folder, 'home') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };
  return {
    folder,
    start,
    run: (...args) => outcomeOf(start(args)),
    close: async () => {
      await rm(script, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const lines = stdout
        .split('\n')
        .filter((line) => line.startsWith('{"type"'))
        .map((line) => JSON.parse(line));
      resolve({ code, stdout, stderr, lines });
    });
  });
}

export function example(name: string): string {
  return join(root, 'examples', name);
}
