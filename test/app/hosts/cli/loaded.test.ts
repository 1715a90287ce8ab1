// What verbs load: binaries are told by the process at its end, files are followed through the sources. Nothing is timed.
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadedWith } from './loadedWith.ts';
import { programBundle } from './programBundle.ts';

const root = join(import.meta.dirname, '../../../..');
let folder: string;
beforeAll(async () => {
  folder = await programBundle({ main: 'app/hosts/cli/main.ts' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The binaries that the process of a verb has loaded, by their names. */
function binariesOf(...args: string[]): string[] {
  const tell = `process.on('exit', () => {
    const binaries = process.report.getReport().sharedObjects.filter((path) => /\\.node$|duckdb/.test(path));
    process.stderr.write(JSON.stringify(binaries));
  });
  await import(${JSON.stringify(join(folder, 'main.mjs'))});`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '--eval', tell, 'chainrule', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CHAINRULE_HOME: join(folder, 'home') },
  });
  expect(ran.status, ran.stderr).toBe(0);
  return (JSON.parse(ran.stderr.slice(ran.stderr.lastIndexOf('['))) as string[]).map((path) =>
    path.replace(/.*[\\/]/, ''),
  );
}

it('inspecting a small table loads the engine and no DuckDB', () => {
  expect(binariesOf('inspect', 'examples/iris.csv')).toEqual(['chainrule.node']);
});
it('training on one loads no DuckDB either', () => {
  expect(binariesOf('train', 'examples/iris.csv', '--target', 'species', '--epochs', '2')).toEqual([
    'chainrule.node',
  ]);
});

/** Of app/workspace. */
const roomsOf = (files: Set<string>) =>
  new Set(Array.from(files, (file) => /[\\/]app[\\/]workspace[\\/](\w+)[\\/]/.exec(file)?.[1]));

it('a backend without a home loads a room of the workspace with its first call', () => {
  const app = join(root, 'app');
  const started = roomsOf(loadedWith(join(app, 'workspace/backend.ts')));
  const inspecting = roomsOf(loadedWith(join(app, 'workspace/table/datasetRouter.ts')));
  for (const room of [
    'race',
    'search',
    'repeats',
    'ensemble',
    'insight',
    'exporting',
    'reports',
    'prediction',
  ]) {
    expect(started).not.toContain(room);
    expect(inspecting).not.toContain(room);
  }
});

/** Files of ours by their paths below app/, and packages, that come with the program's part of a verb and with the rooms that it calls. */
function loadedBy(files: readonly string[]): Set<string> {
  const app = join(root, 'app');
  const all = ['hosts/cli/inProcess', 'workspace/backend', 'engine/load', ...files];
  const found = all.reduce((known, file) => loadedWith(join(app, `${file}.ts`), known), new Set<string>());
  return new Set(Array.from(found, (file) => relative(app, file).replaceAll('\\', '/')));
}

const inspecting = [
  'hosts/cli/verbs/table/inspectVerb',
  'hosts/cli/verbs/table/inspect',
  'workspace/table/datasetRouter',
];
const training = [
  ...[
    'hosts/cli/verbs/training/trainingVerbs',
    'hosts/cli/verbs/training/train',
    'workspace/table/datasetRouter',
  ],
  ...['workspace/spec/specRouter', 'workspace/runs/trainingRouter', 'workspace/results/evaluationRouter'],
  'workspace/workspaceRouter',
];

it('inspecting builds the schemas of its calls, and not those of specs, runs and the workspace', () => {
  const loaded = loadedBy(inspecting);
  expect(loaded).toContain('contract/calls/datasetCalls.ts');
  for (const file of [
    'calls',
    'workspace',
    'spec/spec',
    'spec/optimizers',
    'run/training',
    'run/evaluation',
    'model',
  ])
    expect(loaded).not.toContain(`contract/${file}.ts`);
});
it('training loads neither what opens other files nor what explains a model', () => {
  const loaded = loadedBy(training);
  expect(loaded).toContain('contract/calls/trainingCalls.ts');
  for (const file of [
    ...['contract/calls.ts', 'contract/run/insight.ts', 'contract/run/explanation.ts'],
    ...[
      'export/decodeModel.ts',
      'workspace/openFile.ts',
      'workspace/undo/undoCalls.ts',
      'lesson/readLesson.ts',
      'fflate',
      'yaml',
    ],
  ])
    expect(loaded).not.toContain(file);
});
