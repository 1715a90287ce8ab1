// Which C++ files a build still has to compile, from the list that CMake writes for it (compile_commands.json), and which
// line of make, ninja or MSBuild tells that one was compiled. Visual Studio's generator writes no list: then the count is 0.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './tool.js';

/** @typedef {{ directory: string, file: string, output: string }} CompileCommand */

/**
 * How many files have no object yet.
 * @param {boolean} tests whether those of the engine's own tests count
 * @param {string} [folder] of the build
 */
export function filesToCompile(tests, folder = join(root, 'build')) {
  const list = join(folder, 'compile_commands.json');
  if (!existsSync(list)) return 0;
  /** @type {CompileCommand[]} */
  const commands = JSON.parse(readFileSync(list, 'utf8'));
  return commands.filter(
    ({ directory, output }) =>
      (tests ? !output.includes('chainrule.dir/') : !output.includes('native_tests.dir/')) &&
      !existsSync(resolve(directory, output)),
  ).length;
}

/** Whether a line of a build tool tells of a compiled C++ file. @param {string} line */
export const isCompiled = (line) => /Building CXX object|^\s*[\w.]+\.cpp$/.test(line);
