// Which of the two hosts `npm start` opens, and what it says. A copy of the scripts runs with a small program in Electron's
// place and a browser host that only tells how it was started; that host and the window have tests of their own.
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

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'start-'));
  cpSync(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true });
  write('package.json', '{"type": "module"}');
  write('dist/app/storage/home.js', "export const homeFolder = () => '/home/of/runs';\n");
  write(
    'dist/app/hosts/server/serve.js',
    'export async function startServer({ port, home, open, log }) {\n' +
      '  log(JSON.stringify({ port, home, open }));\n' +
      '  setTimeout(() => process.exit(0));\n}\n',
  );
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const serving = (open = true) => `${JSON.stringify({ home: '/home/of/runs', open })}\n`;

function start(env: NodeJS.ProcessEnv, ...args: string[]) {
  const ran = spawnSync(process.execPath, [join(copy, 'scripts/start.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: copy, ...env },
  });
  return { said: ran.stdout, code: ran.status };
}

/** An Electron whose program does this. */
function installElectron(script: string) {
  write('node_modules/electron/path.txt', 'electron');
  write('node_modules/electron/dist/electron', `#!/bin/sh\n${script}\n`, 0o755);
}

test('with CHAINRULE_HOST=browser the page opens, and nothing else is said', () => {
  expect(start({ CHAINRULE_HOST: 'browser', DISPLAY: ':0' }).said).toBe(serving());
  expect(start({ CHAINRULE_HOST: 'browser' }, '--no-open').said).toBe(serving(false));
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('without a display one line says so and the page opens, even where Electron is', () => {
    installElectron('echo window');
    expect(start({}).said).toBe(
      `There is no display for a desktop window, so Chainrule opens in the browser.\n${serving()}`,
    );
  });

  test('with a display and Electron the window opens with the repository as its app, and its exit code is passed on', () => {
    installElectron('echo "window $*"; sleep 0; exit 0');
    expect(start({ DISPLAY: ':0' })).toEqual({ said: `window ${copy}\n`, code: 0 });
  });

  test('a window that fails at once gives way to the page', () => {
    installElectron('exit 127');
    expect(start({ DISPLAY: ':0' }).said).toBe(
      `The desktop window could not be opened (code 127), so Chainrule opens in the browser.\n${serving()}`,
    );
  });

  test('where Electron cannot be downloaded one line says why and the page opens', () => {
    rmSync(join(copy, 'node_modules'), { recursive: true });
    write('node_modules/electron/package.json', '{"version": "0.0.0"}');
    const { said } = start({ DISPLAY: ':0' });
    const [asking, refusal, host] = said.split('\n');
    expect(asking).toMatch(/^Downloading Electron for the desktop window/);
    expect(refusal).toBe(
      "Electron could not be downloaded (Cannot find module '@electron/get'), so Chainrule opens in the browser.",
    );
    expect(`${host}\n`).toBe(serving());
  });
});
