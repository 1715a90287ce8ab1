// The linter refuses an import against the directions of ARCHITECTURE.md. Each case is a real file in a scratch copy of
// the configuration, judged by the real linter in one run.
import { beforeAll, describe, expect, test } from 'vitest';
import { lintScratch } from './scratchLint.ts';

const refused: [file: string, imports: string][] = [
  ['app/contract/a.ts', '../engine/engine.ts'],
  ['app/contract/b.ts', 'node:fs'],
  ['app/dataset/a.ts', '../model/propose.ts'],
  ['app/dataset/readers/a.ts', '../../storage/runs.ts'],
  ['app/dataset/b.ts', '../engine/engine.ts'],
  ['app/model/a.ts', '../dataset/table.ts'],
  ['app/model/b.ts', 'node:fs/promises'],
  ['app/training/a.ts', '../dataset/table.ts'],
  ['app/training/b.ts', '../engine/load.ts'],
  ['app/evaluation/a.ts', '../training/run.ts'],
  ['app/export/a.ts', '../model/shapes.ts'],
  ['app/lesson/a.ts', '../model/propose.ts'],
  ['app/lesson/blocks/a.ts', '../../dataset/table.ts'],
  ['app/lesson/b.ts', 'node:fs'],
  ['app/export/formats/a.ts', '../../model/shapes.ts'],
  ['app/engine/a.ts', '../training/run.ts'],
  ['app/storage/a.ts', '../workspace/workspace.ts'],
  ['app/workspace/a.ts', '../hosts/cli/main.ts'],
  ['app/hosts/server/a.ts', '../../../renderer/main.ts'],
  ['renderer/a.ts', '../app/dataset/table/table.ts'],
  ['renderer/screens/dataset/a.ts', '../../../app/workspace/workspace.ts'],
  ['renderer/b.ts', 'node:path'],
  ['renderer/A.svelte', '../app/model/propose.ts'],
];

const allowed: [file: string, imports: string][] = [
  ['app/contract/c.ts', './spec.ts'],
  ['app/contract/d.ts', 'zod'],
  ['app/dataset/c.ts', '../contract/dataset.ts'],
  ['app/dataset/readers/c.ts', '../table.ts'],
  ['app/dataset/readers/d.ts', '../../contract/dataset.ts'],
  ['app/dataset/d.ts', 'node:fs'],
  ['app/model/c.ts', './shapes.ts'],
  ['app/training/c.ts', '../engine/engine.ts'],
  ['app/training/d.ts', '../contract/spec.ts'],
  ['app/storage/c.ts', 'node:fs/promises'],
  ['app/workspace/c.ts', '../dataset/table.ts'],
  ['app/hosts/cli/c.ts', '../../workspace/workspace.ts'],
  ['renderer/screens/dataset/c.ts', '../../../app/contract/spec/spec.ts'],
  ['renderer/C.svelte', './parts/button.ts'],
];

let refusedFiles: string[];

beforeAll(() => {
  const files = [...refused, ...allowed].map(([file, specifier]): [string, string] => [
    file,
    `import { thing } from '${specifier}';\nthing();\n`,
  ]);
  refusedFiles = lintScratch(files)
    .filter(({ rule }) => rule === 'noRestrictedImports')
    .map(({ file }) => file);
});

describe('import directions', () => {
  test('the linter read the configuration and found what it was given', () => {
    expect(new Set(refusedFiles)).toEqual(new Set(refused.map(([file]) => file)));
  });

  test.each(refused)('%s may not import %s', (file) => {
    expect(refusedFiles).toContain(file);
  });

  test.each(allowed)('%s may import %s', (file) => {
    expect(refusedFiles).not.toContain(file);
  });
});
