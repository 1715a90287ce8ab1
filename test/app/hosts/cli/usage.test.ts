import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine } from './command.ts';

let cli: CommandLine;
beforeAll(async () => {
  cli = await buildCommandLine();
});
afterAll(() => cli.close());

/** No case gets as far as reading it. */
const iris = 'iris.csv';

describe('help', () => {
  it.each(['inspect', 'spec', 'train', 'evaluate', 'predict', 'export', 'serve'])(
    'of %s has examples',
    async (verb) => {
      const { code, stdout, stderr } = await cli.run(verb, '--help');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`Examples:\n +chainrule ${verb}`));
    },
  );

  it('tells the limits of the contract', async () => {
    const { stdout } = await cli.run('train', '--help');
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('most epochs, 1 to 1000000');
    expect(text).toContain('shares of training, validation and test rows (default: 0.7,0.15,0.15)');
  });

  it('and the version are no failures', async () => {
    expect((await cli.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await cli.run('--help')).code).toBe(0);
  });
});

describe('wrong usage is code 2 and one sentence', () => {
  it.each([
    [['train', iris], '--target is needed: name the column to predict.'],
    [['train', iris, '--tagret', 'species'], "Unknown option '--tagret' (Did you mean --target?)"],
    [['train'], "Missing required argument 'file'."],
    [['trian', iris], "Unknown command 'trian' (Did you mean train?)"],
    [['train', iris, '--target', 'species', '--epochs', 'ten'], 'Expected a number.'],
    [
      ['train', iris, '--target', 'species', '--activation', 'swish'],
      'Expected linear, sigmoid, tanh or relu.',
    ],
    [
      ['train', iris, '--target', 'species', '--features', 'a', '--ignore', 'b'],
      'cannot be used with option',
    ],
    [['train', iris, '--spec', 's.json', '--hidden', '8'], '--spec says already what --hidden would'],
    [['predict', 'run', iris, '--json'], '--json needs --out'],
    [['export', 'run'], "Required option '--out <file>' not specified."],
  ])('%j', async (args, sentence) => {
    const { code, stderr, stdout } = await cli.run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    if (!args.includes('--json')) expect(stdout).toBe('');
  });

  it('told as JSON too with --json', async () => {
    const { code, lines } = await cli.run('inspect', '--json');
    expect([code, lines]).toEqual([
      2,
      [{ type: 'error', code: 'usage', message: "Missing required argument 'file'." }],
    ]);
  });
});

describe('the installed command', () => {
  it('says what to do when nothing was built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chainrule-bin-'));
    try {
      await copyFile(new URL('../../../../bin/chainrule.js', import.meta.url), join(folder, 'chainrule.mjs'));
      const told: unknown[] = [];
      const error = console.error;
      console.error = (line) => told.push(line);
      const before = process.exitCode;
      await import(/* @vite-ignore */ pathToFileURL(join(folder, 'chainrule.mjs')).href);
      console.error = error;
      expect(process.exitCode).toBe(1);
      process.exitCode = before;
      expect(told).toEqual(['Chainrule is not built yet: run "npm run build" first.']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
