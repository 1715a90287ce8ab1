// The rooms of a stage in the order in which the data walks through them: a file imports files of its own room and of earlier ones,
// never of a later one. What lies beside the rooms strings them together and may import all of them. Read from the imports, types included.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Of each stage its rooms, the first ones without any data in them. */
const stages: [stage: string, rooms: string[]][] = [
  [
    'app/dataset',
    [
      ...['resources', 'issues', 'values', 'numbers'],
      ...['source', 'csv', 'cells', 'columns', 'table', 'joining'],
      ...['findings', 'roles', 'split', 'preparation'],
    ],
  ],
];

const foldersIn = (path: string) =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const sourcesIn = (path: string) =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${path}/${file.replaceAll('\\', '/')}`);

/** The files of ours that a source imports, from the root. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found = source.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g);
  return [...found].map(([, path]) => normalize(join(dirname(file), path!)).replaceAll('\\', '/'));
}

/** The room of a stage that a file lies in; null beside them and elsewhere. */
function roomOf(file: string, stage: string): string | null {
  const [room, ...rest] = relative(stage, file).replaceAll('\\', '/').split('/');
  return rest.length > 0 && room !== '..' ? room! : null;
}

/** Imports of a later room, each in a sentence. */
function backwards(file: string, imported: string[], stage: string, rooms: string[]): string[] {
  const own = roomOf(file, stage);
  if (own === null) return [];
  return imported.flatMap((path) => {
    const other = roomOf(path, stage);
    if (other === null)
      return path.startsWith(`${stage}/`)
        ? [`${file} imports ${path}, which strings the rooms together`]
        : [];
    if (rooms.indexOf(other) <= rooms.indexOf(own)) return [];
    return [`${file} imports ${relative(stage, path)}: ${own} comes before ${other}`];
  });
}

describe.each(stages)('%s', (stage, rooms) => {
  test('has the rooms that are in the order', () => {
    expect(foldersIn(stage).sort()).toEqual([...rooms].sort());
  });

  test('has no file that imports a later room', () => {
    const files = sourcesIn(stage);
    expect(files.length).toBeGreaterThan(rooms.length);
    expect(files.flatMap((file) => backwards(file, importsOf(file), stage, rooms))).toEqual([]);
  });

  test('imports only files that are there', () => {
    for (const file of sourcesIn(stage))
      for (const path of importsOf(file)) expect(existsSync(join(root, path)), `${file}: ${path}`).toBe(true);
  });

  test('is told room by room in its README, in the same order', () => {
    const text = readFileSync(join(root, stage, 'README.md'), 'utf8');
    const told = [...text.matchAll(/^\| `(\w+)\/` \|/gm)].map(([, room]) => room);
    expect(told).toEqual(rooms);
  });
});

test('an import of a later room is told with both rooms', () => {
  const rooms = ['csv', 'cells'];
  const imported = ['app/dataset/cells/y.ts', 'app/dataset/csv/z.ts', 'app/contract/limits.ts'];
  expect(backwards('app/dataset/csv/x.ts', imported, 'app/dataset', rooms)).toEqual([
    'app/dataset/csv/x.ts imports cells/y.ts: csv comes before cells',
  ]);
  expect(backwards('app/dataset/cells/y.ts', imported, 'app/dataset', rooms)).toEqual([]);
  expect(backwards('app/dataset/open.ts', imported, 'app/dataset', rooms)).toEqual([]);
});

/** Files that import one another in a circle, each circle once. */
function circlesIn(files: string[]): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, way: string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) circles.push(way.slice(at));
    if (at >= 0 || done.has(file)) return;
    for (const next of importsOf(file).filter((path) => files.includes(path))) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return circles;
}

test.each(['app/contract', 'app/dataset', 'app/engine'])('%s has no circle of imports', (folder) => {
  expect(circlesIn(sourcesIn(folder))).toEqual([]);
});
