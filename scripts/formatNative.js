// Formats the C++ under native/ and test/native/ with clang-format (compiled to WebAssembly, so the same for every system), by the
// style in .clang-format. Run as part of `npm run format`; a test checks that there is nothing left to format.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from '@wasm-fmt/clang-format';
import { isMain, root } from './tool.js';

/** C++ files of ours, relative to the repository. */
export function nativeFiles() {
  return ['native', 'test/native'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(h|cpp|inl)$/.test(file))
      .map((file) => join(folder, file)),
  );
}

/**
 * @param {string} file relative to the repository
 * @returns {{ now: string, formatted: string }}
 */
export function formattedNative(file) {
  const now = readFileSync(join(root, file), 'utf8');
  // The kernels' .inl files are C++ too; the formatter tells languages by the name's end.
  const name = file.replace(/\.inl$/, '.h');
  return { now, formatted: format(now, name, style()) };
}

/** The style as one line, which is how the formatter takes it. */
function style() {
  const lines = readFileSync(join(root, '.clang-format'), 'utf8').split('\n');
  return `{${lines.filter((line) => line !== '' && !line.startsWith('#')).join(', ')}}`;
}

if (isMain(import.meta.url)) {
  for (const file of nativeFiles()) {
    const { now, formatted } = formattedNative(file);
    if (now !== formatted) writeFileSync(join(root, file), formatted);
  }
}
