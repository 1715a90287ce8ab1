// Which C++ files a build still has to compile, from the list that CMake writes for it (compile_commands.json), and which
// line of make, ninja or MSBuild tells that one was compiled. Visual Studio's generator writes no list: then the count is 0.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './tool.js';

/** @typedef {{ directory: string, command: string }} CompileCommand */

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
  const otherTarget = tests ? 'chainrule.dir/' : 'native_tests.dir/';
  return commands.filter(({ directory, command }) => {
    // The object's path is relative to the build's folder, and has no spaces.
    const object = /\s-o\s+"?([^\s"]+)/.exec(command)?.[1];
    return object && !object.includes(otherTarget) && !existsSync(resolve(directory, object));
  }).length;
}

/** Whether a line of a build tool tells of a compiled C++ file. @param {string} line */
export const isCompiled = (line) => /Building CXX object|^\s*[\w.]+\.cpp$/.test(line);
