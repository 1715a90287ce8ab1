// `chainrule verify` on what `chainrule export` wrote: each format computes its golden rows again.
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, example, openCommandLine } from '../command.ts';

let chainrule: CommandLine;
let all: string;

beforeAll(async () => {
  chainrule = await openCommandLine();
  const train = ['train', example('iris.csv'), '--target', 'species', '--epochs', '5', '--seed', '1'];
  expect((await chainrule.run(...train)).code).toBe(0);
  const runs = join(chainrule.folder, 'home', 'runs');
  const [id = ''] = await readdir(runs);
  all = join(chainrule.folder, 'all');
  const model = join(chainrule.folder, 'iris.safetensors');
  await cp(join(runs, id, 'best.safetensors'), model);
  const { code, stdout } = await chainrule.run('export', model, '--all', '--out', all);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^pytorch {8}This training cannot be written/m)]);
}, 120_000);
afterAll(() => chainrule.close());

const carrying = [
  ['safetensors/iris.safetensors', 'safetensors/iris.safetensors'],
  ['json/iris.json', 'json/iris.json'],
  ['onnx/iris.onnx', 'onnx/iris.onnx'],
  ['onnxNetwork/iris.network.onnx', 'onnxNetwork/iris.network.onnx'],
  ['csv/iris.json', 'csv/iris-layer-1.csv'],
  ['c/iris.h', 'c/iris.h'],
  ['javascript/iris.mjs', 'javascript/iris.mjs'],
  ['html/iris.html', 'html/iris.html'],
  ['xlsx/iris.xlsx', 'xlsx/iris.xlsx'],
  ['numpy/iris.npz', 'numpy/iris.npz'],
] as const;

const goldenLine = /32 golden rows, largest difference \d(\.\d)?e-\d+\.$/m;

describe('an exported file', () => {
  it.each(carrying)('%s computes its golden rows again', async (file) => {
    const { code, stdout } = await chainrule.run('verify', join(all, file));
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 model in .*: everything is whole\.$/m)]);
    expect(stdout).toMatch(goldenLine);
  });

  it.each(carrying)('%s is not whole where it is cut', async (file, changed) => {
    const folder = join(chainrule.folder, 'cut');
    await cp(join(all, file, '..'), folder, { recursive: true });
    const place = join(folder, changed.split('/')[1]!);
    const bytes = await readFile(place);
    await writeFile(place, bytes.subarray(0, bytes.length / 2));
    const { code, stdout } = await chainrule.run('verify', join(folder, file.split('/')[1]!));
    expect([code, stdout]).toEqual([1, expect.stringMatching(/1 model not whole\.$/m)]);
    await rm(folder, { recursive: true });
  });

  it('is not whole where a weight was changed', async () => {
    const folder = join(chainrule.folder, 'changed');
    await cp(join(all, 'csv'), folder, { recursive: true });
    const table = join(folder, 'iris-layer-1.csv');
    const text = await readFile(table, 'utf8');
    await writeFile(table, text.replace(/\n(unit 1),[^,]+/, '\n$1,3'));
    const { code, stdout } = await chainrule.run('verify', join(folder, 'iris.json'));
    expect([code, stdout]).toEqual([1, expect.stringMatching(/they differ by .*, where at most 0\.00001/)]);
  });

  it('that lacks a file beside it says which', async () => {
    const folder = join(chainrule.folder, 'lacking');
    await cp(join(all, 'csv'), folder, { recursive: true });
    await rm(join(folder, 'iris-layer-1.csv'));
    const { code, stdout } = await chainrule.run('verify', join(folder, 'iris.json'));
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/There is no file .*lacking.iris-layer-1\.csv\./),
    ]);
  });

  it.each([
    ['javascript/iris.mjs', (text: string, code: string) => `${code}\n${text}`],
    ['html/iris.html', (text: string, code: string) => text.replace('<script type="module">', `$&${code}\n`)],
    ['c/iris.h', (text: string, code: string) => text.replace('static inline', `${code}\nstatic inline`)],
  ] as const)('%s that somebody else changed is not run on this computer', async (file, changed) => {
    const place = join(chainrule.folder, `hostile${file.slice(file.lastIndexOf('.'))}`);
    const written = join(chainrule.folder, 'written.txt');
    const text = await readFile(join(all, file), 'utf8');
    // Out of its context by an object of Node's, as far as it gets.
    const escaping = `import('node:fs').catch((error) => error.constructor.constructor('return process')().getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(written)}, ''));`;
    await writeFile(place, changed(text, escaping));
    await chainrule.run('verify', place);
    expect(await readdir(chainrule.folder)).not.toContain('written.txt');
    await writeFile(place, changed(text, 'process.exit(0);'));
    const { code, stdout } = await chainrule.run('verify', place);
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^ {2}.* is damaged: its golden rows cannot be computed\.$/m),
    ]);
    await writeFile(
      place,
      changed(text, 'const all = []; for (;;) all.push(new Uint8Array(67108864).fill(1));'),
    );
    const grown = await chainrule.run('verify', place);
    expect([grown.code, grown.stdout]).toEqual([
      1,
      expect.stringMatching(/The program in the file was stopped: it needs more than \d+ MiB/),
    ]);
  });

  it('that gives other numbers than it says is not whole', async () => {
    const place = join(chainrule.folder, 'other.mjs');
    const text = await readFile(join(all, 'javascript/iris.mjs'), 'utf8');
    await writeFile(place, text.replace(/function predictNumbers\(\w+\) \{/, '$& return [0, 0, 1];'));
    const { code, stdout } = await chainrule.run('verify', place);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/they differ by .*, where at most 0\.00001/)]);
  });

  it('that is a program is told so, since rows say nothing about what else it does', async () => {
    const { stdout } = await chainrule.run('verify', join(all, 'javascript/iris.mjs'));
    expect(stdout).toMatch(/^It is a program\. /m);
    const table = await chainrule.run('verify', join(all, 'xlsx/iris.xlsx'));
    expect(table.stdout).not.toContain('It is a program');
  });

  it('of another program is refused', async () => {
    const page = join(chainrule.folder, 'page.html');
    await writeFile(page, '<p>no model</p>');
    const { code, stdout } = await chainrule.run('verify', page);
    expect([code, stdout]).toEqual([1, expect.stringContaining('its golden rows cannot be computed')]);
  });
});

describe('a folder of all formats', () => {
  it('is checked format by format, the query by the golden rows of the model file', async () => {
    const { code, lines } = await chainrule.run('verify', all, '--json');
    expect(code).toBe(0);
    const { checked } = lines.at(-1) as { checked: { path: string; golden?: { rows: number } }[] };
    const golden = checked.filter(({ golden }) => golden?.rows === 32).map(({ path }) => path);
    expect(golden).toHaveLength(checked.length);
    expect(golden).toContain(join(all, 'sql', 'iris.sql'));
    const { stdout } = await chainrule.run('verify', all);
    expect(stdout).toContain(`${join(all, 'onnx', 'iris.onnx')}: 32 golden rows, largest difference `);
    expect(stdout).not.toContain('program');
  });

  it.each([
    ['c/iris.h', (text: string) => `${text}\n`],
    ['javascript/iris.mjs', (text: string) => `${text}\nconsole.log('more');\n`],
    ['html/iris.html', (text: string) => text.replace('</body>', '<p>more</p></body>')],
    ['sql/iris.sql', (text: string) => `-- more\n${text}`],
    ['numpy/predict.py', (text: string) => `import os\n${text}`],
    ['torch/numpy.py', () => 'a module that model.py would import'],
  ] as const)('names %s as a program that is not its own', async (file, changed) => {
    const folder = join(chainrule.folder, 'foreign');
    await cp(all, folder, { recursive: true });
    const place = join(folder, file);
    await writeFile(place, changed(await readFile(place, 'utf8').catch(() => '')));
    const { stdout } = await chainrule.run('verify', folder);
    expect(stdout.match(/^.*Its program is not what this version of Chainrule writes/gm)).toEqual([
      expect.stringContaining(join(folder, file.split('/')[0]!)),
    ]);
    await rm(folder, { recursive: true });
  });

  it('runs its query in a process of its own, which may crash', async () => {
    const folder = join(chainrule.folder, 'query');
    await cp(all, folder, { recursive: true });
    const crash = `CALL enable_logging(storage='file', storage_config={'path': '${folder}/logs'});\n`;
    const place = join(folder, 'sql/iris.sql');
    // Behind the comment that lists the columns.
    await writeFile(
      place,
      (await readFile(place, 'utf8')).replace(/^(?!--)/m, () => crash),
    );
    const { code, stdout } = await chainrule.run('verify', folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/was stopped: its process ended before/)]);
    expect(await readdir(folder)).not.toContain('logs');
  });

  it('is not whole where one of them is not', async () => {
    const folder = join(chainrule.folder, 'broken');
    await cp(all, folder, { recursive: true });
    await writeFile(join(folder, 'c', 'iris.h'), 'no model');
    const { code, stdout } = await chainrule.run('verify', folder);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/13 models in .*: 1 model not whole\.$/m)]);
  });
});
