// What the engine's build needs on this machine, and the one sentence that says how to get what is missing.
// It only looks; it installs nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installCommand } from './systemPackages.js';
import { root } from './tool.js';

/** @typedef {Exclude<import('./systemPackages.js').Need, 'browser'>} Tool */

/** @type {Record<Tool, string>} */
const words = { compiler: 'a C++20 compiler', cmake: 'CMake', make: 'make or ninja' };

/**
 * One sentence: what is missing and the command that installs it here.
 * @param {Tool[]} missing at least one
 * @param {import('./systemPackages.js').System} system
 */
export function installSentence(missing, system) {
  const what = listed(missing.map((need) => words[need]));
  const is = missing.length > 1 ? 'are' : 'is';
  return `Chainrule builds its engine on this machine, where ${what} ${is} missing: ${howTo(missing, system)}, then try again.`;
}

/** @param {string[]} items */
const listed = (items) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** What the build needs and this machine lacks. */
export function missingTools() {
  /** @type {Tool[]} */
  const missing = [];
  if (!hasCompiler()) missing.push('compiler');
  if (!onPath('cmake')) missing.push('cmake');
  if (process.platform !== 'win32' && !onPath('make') && !onPath('ninja')) missing.push('make');
  return missing;
}

/**
 * A sentence about a compiler or CMake that is there and too old, else null.
 * @returns {string | null}
 */
export function outdatedTool() {
  const least = /cmake_minimum_required\(VERSION\s+([\d.]+)/i.exec(readSource('CMakeLists.txt'))?.[1];
  const found = /version ([\d.]+)/.exec(outputOf('cmake', ['--version']))?.[1];
  if (least && found && older(found, least)) {
    return `Chainrule needs CMake ${least} or newer, and this machine has ${found}: please install a newer one.`;
  }
  const compiler = process.env.CXX || ['c++', 'g++', 'clang++'].find(onPath);
  if (process.platform === 'win32' || !compiler || compiler.includes(' ')) return null;
  const input = '#include <concepts>\n#include <span>\ntemplate <std::integral T> T one() { return 1; }\n';
  const args = ['-std=c++20', '-fsyntax-only', '-x', 'c++', '-'];
  if (spawnSync(compiler, args, { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0) return null;
  return `The C++ compiler ${compiler} does not know C++20: please install g++ 11 or clang 14, or newer.`;
}

/**
 * @param {Tool[]} missing
 * @param {import('./systemPackages.js').System} system
 */
function howTo(missing, system) {
  const command = installCommand(missing, system);
  return command ? `run ${command}` : 'install g++ 11 or clang 14 (or newer), CMake and make';
}

function hasCompiler() {
  if (process.platform === 'win32') return outputOf(...vswhere).trim() !== '';
  // On macOS /usr/bin/c++ is there before the compiler is: it only asks to install it.
  if (process.platform === 'darwin' && outputOf('xcode-select', ['-p']).trim() === '') return false;
  return Boolean(process.env.CXX) || ['c++', 'g++', 'clang++'].some(onPath);
}

/** @type {[string, string[]]} */
const vswhere = [
  join(process.env['ProgramFiles(x86)'] ?? '', 'Microsoft Visual Studio', 'Installer', 'vswhere.exe'),
  [
    '-products',
    '*',
    '-requires',
    'Microsoft.VisualStudio.Component.VC.Tools.*',
    '-property',
    'installationPath',
  ],
];

/** @param {string} program */
export function onPath(program) {
  const endings = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE').split(';') : [''];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => endings.some((ending) => existsSync(join(folder, program + ending))));
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function outputOf(program, args) {
  return spawnSync(program, args, { encoding: 'utf8', windowsHide: true }).stdout ?? '';
}

/** @param {string} file */
const readSource = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

/**
 * @param {string} a
 * @param {string} b
 */
function older(a, b) {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
