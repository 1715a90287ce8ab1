// The last line of `npm test` is true: real runners run small files with one of every outcome, and what the tally makes
// of their reports is compared with what is known to be in them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeTally } from '../../scripts/nativeTests.js';
import { checkTally, listedTests, playwrightTally, summary, vitestTally } from '../../scripts/tally.js';
import { commandOf, root } from '../../scripts/tool.js';

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tally-'));
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction');
  for (const folder of ['unit', 'e2e']) mkdirSync(join(scratch, folder));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const write = (file: string, text: string) => writeFileSync(join(scratch, file), text);

function runTool(script: string, args: string[], report: string) {
  const { CI: _, ...env } = process.env;
  const ran = spawnSync(process.execPath, [script, ...args], {
    cwd: scratch,
    encoding: 'utf8',
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return { report: JSON.parse(readFileSync(report, 'utf8')), code: ran.status ?? 1 };
}

describe('vitest', () => {
  const vitest = () => {
    const file = join(scratch, 'unit.json');
    const reporters = ['--reporter=json', `--outputFile=${file}`];
    return runTool(commandOf('vitest'), ['run', '--root', join(scratch, 'unit'), ...reporters], file);
  };

  test('passed, failed and skipped tests, and a file that does not load, are all counted', () => {
    write(
      'unit/four.test.js',
      [
        "import { expect, test } from 'vitest';",
        "test('a', () => {}); test('b', () => expect(1).toBe(2));",
        "test.skip('c', () => {}); test('d', (context) => context.skip('why'));",
      ].join('\n'),
    );
    write('unit/broken.test.js', "import './nowhere.js';\n");
    const { report, code } = vitest();
    const tally = vitestTally(report, code);
    expect(tally).toMatchObject({ passed: 1, failed: 2, skipped: ['c', 'd'] });
    expect(tally.failures[0]).toMatch(/^b\n {6}AssertionError: expected 1 to be 2/);
    expect(tally.files?.map(({ name }) => basename(name)).sort()).toEqual(['broken.test.js', 'four.test.js']);
    for (const { seconds } of tally.files ?? []) expect(seconds).toBeGreaterThanOrEqual(0);
    expect(tally.failures[1]).toMatch(/broken\.test\.js.*\n[\s\S]*nowhere\.js/);
    rmSync(join(scratch, 'unit/broken.test.js'));
  });

  test('an error outside any test is a failure', () => {
    write(
      'unit/four.test.js',
      "import { test } from 'vitest';\ntest('a', () => { setTimeout(() => { throw new Error('late'); }); return new Promise((done) => setTimeout(done, 50)); });\n",
    );
    const { report, code } = vitest();
    expect(vitestTally(report, code)).toMatchObject({ passed: 1, failed: 1 });
  });

  test('that wrote no report has failed', () => {
    expect(vitestTally(null, 1)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('playwright', () => {
  const playwright = (...args: string[]) =>
    runTool(
      commandOf('@playwright/test', 'playwright'),
      ['test', ...args, '--reporter=json'],
      join(scratch, 'e2e.json'),
    );

  test('passed, failed and skipped tests are counted, the skipped with their reason', () => {
    write(
      'e2e/three.spec.js',
      [
        "const { expect, test } = require('@playwright/test');",
        "test.describe('group', () => {",
        "  test('a', () => {}); test('b', () => expect(1).toBe(2)); test('c', () => test.skip(true, 'no Electron'));",
        '});',
      ].join('\n'),
    );
    const { report, code } = playwright('e2e');
    expect(playwrightTally(report, code)).toEqual({
      passed: 1,
      failed: 1,
      skipped: ['e2e/three.spec.js > group > c: no Electron'],
      failures: [
        expect.stringMatching(
          /^e2e\/three\.spec\.js > group > b\n[\s\S]*Expected: 2\n[\s\S]*three\.spec\.js:3/,
        ),
      ],
      files: [{ name: 'e2e/three.spec.js', seconds: expect.any(Number) }],
    });
  });

  test('lists the tests that a missing browser skips', () => {
    const { report } = playwright('e2e', '--list');
    expect(listedTests(report)).toEqual(['a', 'b', 'c'].map((name) => `e2e/three.spec.js > group > ${name}`));
  });

  test('a file that does not load is a failure', () => {
    write('e2e/three.spec.js', "require('./nowhere.js');\n");
    const { report, code } = playwright('e2e');
    expect(playwrightTally(report, code)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('the native tests', () => {
  test('are counted from their last line, and named', () => {
    const lines = [
      'passed a',
      'failed b: 1 is not 2',
      'skipped c: this CPU has no AVX-512',
      'native tests: 1 passed, 1 failed, 1 skipped',
    ];
    expect(nativeTally(lines, 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: ['c: this CPU has no AVX-512'],
      failures: ['b: 1 is not 2'],
    });
  });

  test('that crash have failed', () => {
    expect(nativeTally(['passed a'], 139)).toMatchObject({ failed: 1 });
    expect(nativeTally(['native tests: 3 passed, 0 failed, 0 skipped'], 139)).toMatchObject({ failed: 1 });
  });
});

test('the last line is the sum over all runners', () => {
  const steps = [
    { title: 'lint', seconds: 1, tally: checkTally('biome', true) },
    { title: 'unit tests', seconds: 2, tally: { passed: 10, failed: 0, skipped: ['x'], failures: [] } },
    {
      title: 'end-to-end tests',
      seconds: 3,
      tally: { passed: 4, failed: 2, skipped: ['y: why', 'z'], failures: ['p', 'q'] },
    },
  ];
  const lines = summary(steps);
  expect(lines.at(-1)).toBe('tests: 15 passed, 2 failed, 3 skipped');
  expect(lines).toContain('  end-to-end tests: y: why');
  expect(lines.slice(-4, -1)).toEqual(['Failed:', '  end-to-end tests: p', '  end-to-end tests: q']);
});

test('the ten files that took longest are named with their seconds, of whichever runner', () => {
  const files = (prefix: string, seconds: number[]) =>
    seconds.map((each) => ({ name: `${prefix}${each}`, seconds: each }));
  const ofRunner = (title: string, prefix: string, seconds: number[]) => ({
    title,
    seconds: 1,
    tally: { ...checkTally(title, true), files: files(prefix, seconds) },
  });
  const lines = summary([
    ofRunner('unit tests', 'u', [1, 2, 3, 14, 15, 16.26]),
    ofRunner('end-to-end tests', 'e', [4, 5, 6, 7, 8, 20]),
  ]);
  const from = lines.indexOf('Slowest files:') + 1;
  expect(lines.slice(from, from + 3)).toEqual([
    '    20.0 s  end-to-end tests: e20',
    '    16.3 s  unit tests: u16.26',
    '    15.0 s  unit tests: u15',
  ]);
  expect(lines.slice(from, -1)).toHaveLength(10);
  expect(lines).not.toContain('     2.0 s  unit tests: u2');
});

test('where no runner says how long its files took, none are named', () => {
  expect(summary([{ title: 'lint', seconds: 1, tally: checkTally('biome', true) }])).not.toContain(
    'Slowest files:',
  );
});
