// No process of the app asks another machine for anything: not Node, not DuckDB, not the engine. On Linux their way to the
// network is taken by a library loaded before them; what the page asks for is watched in every spec.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { stageLink } from '../harness/stageLink.ts';

const run = promisify(execFile);
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const chainrule = path('../../../bin/chainrule.js');
const iris = path('../../../examples/iris.csv');

test.skip(process.platform !== 'linux', 'the watching library is for Linux');
test.skip(
  ({ hostName }) => hostName === 'desktop',
  'the processes watched are those of the terminal and of the server',
);

let folder: string;
let environment: NodeJS.ProcessEnv;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-silence-'));
  const library = join(folder, 'watch.so');
  await run(process.env.CXX ?? 'c++', [
    '-shared',
    '-fPIC',
    '-o',
    library,
    path('../harness/networkWatch.cpp'),
    '-ldl',
  ]);
  environment = {
    ...process.env,
    LD_PRELOAD: library,
    NETWORK_WATCH: join(folder, 'noted'),
    CHAINRULE_HOME: join(folder, 'home'),
  };
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));
test.beforeEach(() => rm(join(folder, 'noted'), { force: true }));
const noted = () => readFile(join(folder, 'noted'), 'utf8').catch(() => '');

test('the watch notices a lookup and a connection', async () => {
  const script = `
    require('net').connect(9, '192.0.2.1').on('error', () => {});
    require('dns').lookup('example.test', () => {});`;
  await run(process.execPath, ['-e', script], { env: environment });
  expect((await noted()).split('\n').sort()).toEqual(['', 'connect 192.0.2.1', 'lookup example.test']);
});

test('the terminal trains, evaluates and predicts without asking anybody', async () => {
  const out = join(folder, 'run');
  const call = (...args: string[]) => run(process.execPath, [chainrule, ...args], { env: environment });
  await call('inspect', iris);
  await call('train', iris, '--target', 'species', '--out', out);
  await call('evaluate', out, iris);
  await call('predict', out, iris, '--out', join(folder, 'predictions.csv'));
  expect(await noted()).toBe('');
});

test('the server and its backend read a dropped table without asking anybody', async ({ browser }) => {
  const server = spawn(process.execPath, [chainrule, 'serve', '--no-open'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = String(await new Promise((resolve) => server.stdout.once('data', resolve))).trim();
  const page = await browser.newPage();
  await page.goto(link);
  await expect(stageLink(page, 'Dataset')).toBeVisible();
  await dropFile(page, iris);
  await expect(stageLink(page, 'Dataset')).toContainText('150 rows');
  await page.close();
  server.kill('SIGINT');
  await new Promise((resolve) => server.once('exit', resolve));
  expect(await noted()).toBe('');
});
