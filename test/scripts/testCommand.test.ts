// What `npm test` ends with. A copy of the scripts runs small programs in the runners' places, which write the reports that
// the real ones would (tally.test.ts compares those); so the order, the last lines and the exit code are seen in a second.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/tool.js';

let copy: string;

function write(file: string, text: string, mode = 0o644) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text, { mode });
}

function installTool(name: string, command: string, script: string) {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, bin: { [command]: 'run.cjs' } }));
  write(`node_modules/${name}/run.cjs`, script);
}

const endToEndReport = (status: string) => ({
  errors: [],
  suites: [
    {
      title: 'path.spec.ts',
      specs: [{ title: 'trains', tests: [{ status, projectName: 'browser', annotations: [] }] }],
    },
  ],
});

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'test-command-'));
  cpSync(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true });
  write('package.json', '{"type": "module"}');
  installTool('@biomejs/biome', 'biome', "console.log('checked');");
  installTool('typescript', 'tsc', '');
  installTool('svelte-check', 'svelte-check', '');
  const tests = ['passed', 'passed', 'pending'].map((status, i) => ({ fullName: `fact ${i}`, status }));
  const report = JSON.stringify({
    testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: tests }],
  });
  const file = "process.argv.find((arg) => arg.startsWith('--outputFile.json=')).slice(18)";
  const said = "console.log('given', process.argv.slice(2).filter((arg) => arg.includes('test/')).join());";
  installTool(
    'vitest',
    'vitest',
    `${said} require('node:fs').writeFileSync(${file}, ${JSON.stringify(report)});`,
  );
  installTool(
    '@playwright/test',
    'playwright',
    `${said} const listed = process.argv.includes('--list');\n` +
      `const report = listed ? ${JSON.stringify(endToEndReport('skipped'))} : ${JSON.stringify(endToEndReport('expected'))};\n` +
      "require('node:fs').writeFileSync(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE, JSON.stringify(report));\n",
  );
  const program = process.platform === 'win32' ? 'native_tests.exe' : 'native_tests';
  write(
    `build/Release/${program}`,
    '#!/bin/sh\necho "asked for ($1)"\necho "native tests: 3 passed, 0 failed, 0 skipped"\n',
    0o755,
  );
  for (const file of ['app/loss.test.ts', 'app/rows.test.ts', 'e2e/loss.spec.ts', 'e2e/start.spec.ts'])
    write(`test/${file}`, '');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function npmTest(env: NodeJS.ProcessEnv, ...args: string[]) {
  const ran = spawnSync(process.execPath, [join(copy, 'scripts/test.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  const lines = ran.stdout.trimEnd().split('\n');
  return { code: ran.status, last: lines.at(-1), lines, stderr: ran.stderr };
}

describe.skipIf(process.platform === 'win32')('npm test', () => {
  test('passes through what the runners say and ends with the sum over all of them', () => {
    const { code, last, lines, stderr } = npmTest({ CHROME_PATH: process.execPath });
    expect(stderr).toBe('');
    expect(lines).toContain('checked');
    expect(lines).toContain('  unit tests: fact 2');
    expect(last).toBe('tests: 9 passed, 0 failed, 1 skipped');
    expect(code).toBe(0);
  });

  test('with a pattern runs the tests that have it in their path or name, and says what it left out', () => {
    const { code, last, lines } = npmTest({ CHROME_PATH: process.execPath }, 'loss');
    expect(lines).toContain('asked for (loss)');
    expect(lines.filter((line) => line.startsWith('given '))).toEqual([
      'given test/app/loss.test.ts',
      'given test/e2e/playwright.config.ts,test/e2e/loss\\.spec\\.ts',
    ]);
    expect(lines).not.toContain('checked');
    expect(lines.slice(-6, -1)).toEqual([
      'Left out, for "loss" is not in their path or name:',
      '  format and lint, types of the backend, types of the page',
      '  native tests with other names',
      '  unit tests: 1 of 2 files',
      '  end-to-end tests: 1 of 2 files',
    ]);
    expect(last).toBe('tests: 6 passed, 0 failed, 1 skipped');
    expect(code).toBe(0);
  });

  test('with a pattern that no file has runs only native tests of that name', () => {
    const { lines } = npmTest({ CHROME_PATH: process.execPath }, 'gradient');
    expect(lines).toContain('asked for (gradient)');
    expect(lines.filter((line) => line.startsWith('given '))).toEqual([]);
    expect(lines).toContain('  unit tests: 2 of 2 files');
  });

  test('without a pattern runs every file', () => {
    const { lines } = npmTest({ CHROME_PATH: process.execPath });
    expect(lines).toContain('asked for ()');
    expect(lines.filter((line) => line.startsWith('given '))).toEqual([
      'given ',
      'given test/e2e/playwright.config.ts',
    ]);
    expect(lines.join('\n')).not.toContain('Left out');
  });

  test('without a browser skips the end-to-end tests by name, with the reason', () => {
    const { code, last, lines } = npmTest({ CHROME_PATH: '/nowhere/chrome' });
    expect(lines).toContain(
      '  end-to-end tests: browser > path.spec.ts > trains: CHROME_PATH names /nowhere/chrome, which is not there',
    );
    expect(last).toBe('tests: 8 passed, 0 failed, 2 skipped');
    expect(code).toBe(0);
  });

  test('without a browser fails where CI is set', () => {
    const { code, last } = npmTest({ CHROME_PATH: '/nowhere/chrome', CI: 'true' });
    expect(last).toBe('tests: 8 passed, 1 failed, 1 skipped');
    expect(code).toBe(1);
  });

  test('goes on after a failed check, and fails', () => {
    installTool('@biomejs/biome', 'biome', 'process.exit(1);');
    const { code, last, lines } = npmTest({ CHROME_PATH: process.execPath });
    expect(lines).toContain('  format and lint: biome check');
    expect(last).toBe('tests: 8 passed, 1 failed, 1 skipped');
    expect(code).toBe(1);
  });
});
