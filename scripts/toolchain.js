// What the engine's build needs on this machine, and the one sentence that says how to get what is missing.
// It only looks; it installs nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './tool.js';

/** @typedef {'compiler' | 'cmake' | 'make'} Need */
/**
 * @typedef {object} System
 * @property {string} platform as of `process.platform`
 * @property {string[]} family `ID` and `ID_LIKE` of os-release; empty where there is none
 * @property {boolean} admin whether packages can be installed without sudo
 */

/**
 * Linux distributions by the name that os-release gives them or their ancestor.
 * @type {Record<string, { install: string, packages: Record<Need, string> }>}
 */
const distributions = {
  debian: { install: 'apt-get install', packages: { compiler: 'g++', cmake: 'cmake', make: 'make' } },
  ubuntu: { install: 'apt-get install', packages: { compiler: 'g++', cmake: 'cmake', make: 'make' } },
  fedora: { install: 'dnf install', packages: { compiler: 'gcc-c++', cmake: 'cmake', make: 'make' } },
  rhel: { install: 'dnf install', packages: { compiler: 'gcc-c++', cmake: 'cmake', make: 'make' } },
  suse: { install: 'zypper install', packages: { compiler: 'gcc-c++', cmake: 'cmake', make: 'make' } },
  arch: { install: 'pacman -S', packages: { compiler: 'gcc', cmake: 'cmake', make: 'make' } },
  alpine: { install: 'apk add', packages: { compiler: 'g++', cmake: 'cmake', make: 'make' } },
};

/** @type {Record<string, Partial<Record<Need, string>>>} */
const commands = {
  darwin: { compiler: 'xcode-select --install', cmake: 'brew install cmake', make: 'xcode-select --install' },
  win32: {
    compiler:
      'winget install Microsoft.VisualStudio.2022.BuildTools --override "--passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended"',
    cmake: 'winget install Kitware.CMake',
  },
};

/** @type {Record<Need, string>} */
const words = { compiler: 'a C++20 compiler', cmake: 'CMake', make: 'make or ninja' };

/**
 * One sentence: what is missing and the command that installs it here.
 * @param {Need[]} missing at least one
 * @param {System} system
 */
export function installSentence(missing, system) {
  const what = listed(missing.map((need) => words[need]));
  const is = missing.length > 1 ? 'are' : 'is';
  return `Chainrule builds its engine on this machine, where ${what} ${is} missing: ${howTo(missing, system)}.`;
}

/**
 * @param {Need[]} missing
 * @param {System} system
 */
function howTo(missing, system) {
  const known = commands[system.platform];
  if (known) {
    const lines = new Set(missing.map((need) => `\`${known[need]}\``));
    return `run ${[...lines].join(' and ')}, then try again`;
  }
  const distribution = system.family.map((name) => distributions[name]).find((found) => found);
  if (!distribution) {
    return 'install g++ 11 or clang 14 (or newer), CMake and make with your package manager, then try again';
  }
  const packages = missing.map((need) => distribution.packages[need]).join(' ');
  return `run \`${system.admin ? '' : 'sudo '}${distribution.install} ${packages}\`, then try again`;
}

/** @param {string[]} items */
const listed = (items) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** @returns {System} */
export function thisSystem() {
  return { platform: process.platform, family: osFamily(), admin: process.getuid?.() === 0 };
}

function osFamily() {
  const file = '/etc/os-release';
  if (process.platform !== 'linux' || !existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return ['ID', 'ID_LIKE'].flatMap((key) => {
    const value = new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';
    return value.replaceAll('"', '').split(' ').filter(Boolean).map(ancestor);
  });
}

/** openSUSE calls itself by its edition. @param {string} name */
const ancestor = (name) => (/suse/.test(name) ? 'suse' : name);

/** What the build needs and this machine lacks. */
export function missingTools() {
  /** @type {Need[]} */
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
