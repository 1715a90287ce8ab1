// Directions among the native libraries: bindings -> nn -> kernels -> base, and bindings -> table -> base; and among the rooms of nn: inside -> run
// -> optimizer -> batch -> network, with closed_form by itself. The compiler sees only the folders below each library; this test also refuses ways
// around it, and keeps the library's inline functions out of the files with instruction sets of their own.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const native = join(import.meta.dirname, '../../native');
/** What each library may include beside its own headers. */
const below: Record<string, string[]> = {
  base: [],
  table: ['base'],
  kernels: ['base'],
  nn: ['kernels', 'base'],
  bindings: ['nn', 'kernels', 'table', 'base'],
};
/** Which rooms of nn each of them may include, itself among them. */
const rooms: Record<string, string[]> = {
  network: ['network'],
  batch: ['network', 'batch'],
  optimizer: ['network', 'batch', 'optimizer'],
  run: ['network', 'batch', 'optimizer', 'run'],
  inside: ['network', 'batch', 'optimizer', 'run', 'inside'],
  closed_form: ['closed_form'],
};

/** Headers of the system that lie in folders. */
const fromElsewhere = ['sys/mman.h', 'sanitizer/asan_interface.h'];

const files = readdirSync(native, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(h|cpp|inl)$/.test(entry.name))
  .map((entry) => relative(native, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const includesOf = (file: string) =>
  [...readFileSync(join(native, file), 'utf8').matchAll(/^\s*#\s*include\s+[<"]([^>"]+)[>"]/gm)].map(
    ([, name]) => name!,
  );

/** The library in which a header of ours lies, undefined for others. */
const libraryOf = (header: string) =>
  Object.keys(below).find((library) => files.includes(`${library}/${header}`));

/** The room of a file or header of nn, undefined for others. */
const roomOf = (path: string) =>
  Object.keys(rooms).find((room) => path.replace(/^nn\//, '').startsWith(`${room}/`));

describe.each(files)('%s', (file) => {
  const library = file.split('/')[0]!;

  test('lies in one of the libraries', () => {
    expect(Object.keys(below)).toContain(library);
  });

  test('includes nothing of a library that its own does not build on', () => {
    const seen = [library, ...(below[library] ?? [])];
    const from = includesOf(file).map((header) => libraryOf(header));
    expect(from.filter((other) => other !== undefined && !seen.includes(other))).toEqual([]);
  });

  test('includes nothing of a room that its own may not see', () => {
    const room = roomOf(file);
    if (library !== 'nn') return;
    expect(room, 'a room of nn').toBeDefined();
    for (const header of includesOf(file)) {
      const from = roomOf(header);
      if (from) expect(rooms[room!], header).toContain(from);
    }
  });

  test('goes no way around the compiler', () => {
    const around = includesOf(file).filter(
      (header) => header.includes('/') && !libraryOf(header) && !fromElsewhere.includes(header),
    );
    expect(around).toEqual([]);
  });

  test('knows Node only in the bindings', () => {
    const node = includesOf(file).filter((header) => /^(napi|node_api|node|v8|uv)\.h$/.test(header));
    if (library !== 'bindings') expect(node).toEqual([]);
  });
});

test('what is compiled for one instruction set includes no header of the C++ library', () => {
  const perSet = files.filter((file) =>
    /\.inl$|\/simd\w*\.h$|\/isa\/|\/(kernel_table|fused_rows)\.h$/.test(file),
  );
  expect(perSet.length).toBeGreaterThan(10);
  const allowed =
    /^(stddef|stdint|string|math|immintrin|arm_neon)\.h$|^(\w+\/)?(simd\w*|kernel_table|fused_rows|cpu)\.h$|\.inl$/;
  for (const file of perSet) {
    for (const header of includesOf(file)) expect(header, file).toMatch(allowed);
  }
});
