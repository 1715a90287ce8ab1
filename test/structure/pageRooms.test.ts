// The rooms of the page and the directions between them, read from the imports that the files really have. What two screens share
// lies in a room of its own, so that each screen can be read, changed and deleted alone.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const page = join(import.meta.dirname, '../../renderer');

/** Each room with the others that it may import. Files beside the rooms (App, main) put everything together. */
const rooms: Record<string, string[]> = {
  wording: [],
  controls: [],
  connection: [],
  state: ['connection'],
  charts: ['controls', 'wording'],
  network: ['charts', 'wording'],
  formulas: ['controls', 'network'],
  report: ['charts', 'network', 'wording'],
  settings: ['controls', 'state', 'wording'],
  panes: ['charts', 'controls', 'formulas', 'network', 'settings', 'state', 'wording'],
  lessonSheet: ['formulas', 'report', 'state', 'wording'],
  arrival: ['controls', 'state', 'wording'],
  commands: ['controls', 'frame', 'settings', 'state', 'wording'],
  frame: ['arrival', 'controls', 'state', 'wording'],
  screens: [
    ...['arrival', 'charts', 'controls', 'formulas', 'lessonSheet', 'network', 'panes', 'report', 'settings'],
    ...['state', 'wording'],
  ],
};
/** Not written by hand, or no code. */
const otherFolders = ['fonts', 'messages', 'paraglide', 'project.inlang'];
const mostFiles = 25;

const files = readdirSync(page, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|svelte)$/.test(file) && !otherFolders.includes(file.split('/')[0]!));
const known = new Set(files);
const source = new Map(files.map((file) => [file, readFileSync(join(page, file), 'utf8')]));

/** The page's own files that a file imports, types too. */
function importsOf(file: string): string[] {
  const found = source.get(file)!.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.[^'"]+)['"]/g);
  return [...found]
    .map(([, path]) => normalize(join(dirname(file), path!)).replaceAll('\\', '/'))
    .filter((path) => known.has(path));
}
const roomOf = (file: string) => (file.includes('/') ? file.split('/')[0]! : null);
const screenOf = (file: string) => /^screens\/([^/]+)\//.exec(file)?.[1] ?? null;
const edges = files.flatMap((file) => importsOf(file).map((to): [string, string] => [file, to]));
const written = ([from, to]: [string, string]) => `${from} imports ${to}`;

/** A way from a file back to itself, if there is one. */
function circle(): string[] {
  const done = new Set<string>();
  const walk = (file: string, way: string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of importsOf(file)) {
      const found = walk(next, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const found = walk(file, []);
    if (found.length > 0) return found;
  }
  return [];
}

describe('the rooms of the page', () => {
  test('imports are read: those of the app, of types, and those that are fetched later', () => {
    expect(importsOf('App.svelte')).toContain('frame/Bar.svelte');
    expect(importsOf('charts/frame/plotLayout.ts')).toContain('charts/frame/axis.ts');
    expect(importsOf('screens/screens.svelte.ts')).toContain('screens/walk/WalkScreen.svelte');
  });

  test('every folder is a room with its directions, and no room is missing', () => {
    const folders = readdirSync(page).filter((name) => statSync(join(page, name)).isDirectory());
    expect(folders.filter((name) => !otherFolders.includes(name)).sort()).toEqual(Object.keys(rooms).sort());
  });

  test('a room imports only the rooms that it may', () => {
    const wrong = edges.filter(([from, to]) => {
      const [at, there] = [roomOf(from), roomOf(to)];
      return at !== null && at !== there && !(there !== null && rooms[at]?.includes(there));
    });
    expect(wrong.map(written)).toEqual([]);
  });

  test('a screen imports no other screen', () => {
    const wrong = edges.filter(([from, to]) => {
      const [at, there] = [screenOf(from), screenOf(to)];
      return at !== null && there !== null && at !== there;
    });
    expect(wrong.map(written)).toEqual([]);
  });

  test('files do not import each other in a circle, not even through types', () => {
    expect(circle()).toEqual([]);
  });

  test(`no folder has more than ${mostFiles} files side by side`, () => {
    const folders = [...new Set(files.map((file) => dirname(file)))];
    const count = (folder: string) => files.filter((file) => dirname(file) === folder).length;
    const crowded = folders.filter((folder) => count(folder) > mostFiles);
    expect(crowded.map((folder) => `${folder}: ${count(folder)} files`)).toEqual([]);
  });

  test('every file opens with what it is', () => {
    const silent = files.filter((file) => {
      const opening = source.get(file)!.replace(/^<script[^>]*>\s*/, '');
      return !opening.startsWith('//');
    });
    expect(silent).toEqual([]);
  });

  test('no two components of the page have the same name', () => {
    const names = files.filter((file) => file.endsWith('.svelte')).map((file) => basename(file));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
});
