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
  installTool('vitest', 'vitest', `require('node:fs').writeFileSync(${file}, ${JSON.stringify(report)});`);
  installTool(
    '@playwright/test',
    'playwright',
    "const listed = process.argv.includes('--list');\n" +
      `const report = listed ? ${JSON.stringify(endToEndReport('skipped'))} : ${JSON.stringify(endToEndReport('expected'))};\n` +
      "require('node:fs').writeFileSync(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE, JSON.stringify(report));\n",
  );
  const program = process.platform === 'win32' ? 'native_tests.exe' : 'native_tests';
  write(`build/Release/${program}`, '#!/bin/sh\necho "native tests: 3 passed, 0 failed, 0 skipped"\n', 0o755);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function npmTest(env: NodeJS.ProcessEnv) {
  const ran = spawnSync(process.execPath, [join(copy, 'scripts/test.js')], {
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
