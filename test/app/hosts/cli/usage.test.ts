import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runHere } from './command.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const iris = 'iris.csv';

describe('help', () => {
  it.each([
    'inspect',
    'spec',
    'train',
    'solve',
    'gradients',
    'rates',
    'balance',
    'evaluate',
    'predict',
    'export',
    'serve',
    'bench',
  ])('of %s has examples', async (verb) => {
    const { code, stdout, stderr } = await runHere(verb, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`Examples:\n +chainrule ${verb}`));
  });

  it.each(['training', 'gemm', 'csv', 'startup'])('of bench %s has examples', async (measurement) => {
    const { code, stdout, stderr } = await runHere('bench', measurement, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`Examples:\n +chainrule bench ${measurement}`));
  });

  it('tells the limits of the contract', async () => {
    const { stdout } = await runHere('train', '--help');
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('most epochs, 1 to 1000000');
    expect(text).toContain('shares of training, validation and test rows (default: 0.7,0.15,0.15)');
  });

  it('and the version are not failures', async () => {
    expect((await runHere('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runHere('--help')).code).toBe(0);
  });
});

describe('wrong usage is code 2 and one sentence', () => {
  it.each([
    [['train', iris, '--tagret', 'species'], "Unknown option '--tagret' (Did you mean --target?)"],
    [['train'], "Missing required argument 'file'."],
    [['trian', iris], "Unknown command 'trian' (Did you mean train?)"],
    [['train', iris, '--target', 'species', '--epochs', 'ten'], 'Expected a number.'],
    [
      ['train', iris, '--target', 'species', '--activation', 'swish'],
      'Expected linear, step, sigmoid, tanh, relu, leakyRelu',
    ],
    [
      ['train', iris, '--target', 'species', '--features', 'a', '--ignore', 'b'],
      'cannot be used with option',
    ],
    [
      ['train', iris, '--spec', 's.json', '--hidden', '8'],
      'The file of --spec already says what --hidden would',
    ],
    [['predict', 'run', iris, '--json'], '--json needs --out'],
    [['export', 'run'], "Required option '--out <path>' not specified."],
  ])('%j', async (args, sentence) => {
    const { code, stderr, stdout } = await runHere(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    if (!args.includes('--json')) expect(stdout).toBe('');
  });

  it('told as JSON too with --json', async () => {
    const { code, stdout } = await runHere('inspect', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      { type: 'error', code: 'usage', message: "Missing required argument 'file'." },
    ]);
  });
});

describe('the installed command', () => {
  it('says what to do when nothing was built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chainrule-bin-'));
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const before = process.exitCode;
    try {
      await copyFile(new URL('../../../../bin/chainrule.js', import.meta.url), join(folder, 'chainrule.mjs'));
      await import(/* @vite-ignore */ pathToFileURL(join(folder, 'chainrule.mjs')).href);
      expect(process.exitCode).toBe(1);
      expect(told.mock.calls).toEqual([['Chainrule is not built yet: run "npm run build" first.']]);
    } finally {
      process.exitCode = before;
      await rm(folder, { recursive: true, force: true });
    }
  });
});
