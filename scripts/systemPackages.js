// How the things that npm cannot install are installed on this system: the engine's build tools, a browser for the tests.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {'compiler' | 'cmake' | 'make' | 'browser'} Need */
/**
 * @typedef {object} System
 * @property {string} platform as of `process.platform`
 * @property {string[]} family `ID` and `ID_LIKE` of os-release; empty where there is none
 * @property {boolean} admin whether packages can be installed without sudo
 */

/** @typedef {{ install: string, packages: Record<Need, string> }} Distribution */

const gnu = { compiler: 'g++', cmake: 'cmake', make: 'make', browser: 'chromium' };

/**
 * Linux distributions by the name that os-release gives them or their ancestor.
 * @type {Record<string, Distribution>}
 */
const distributions = {
  debian: { install: 'apt-get install', packages: gnu },
  ubuntu: { install: 'apt-get install', packages: { ...gnu, browser: 'chromium-browser' } },
  fedora: { install: 'dnf install', packages: { ...gnu, compiler: 'gcc-c++' } },
  rhel: { install: 'dnf install', packages: { ...gnu, compiler: 'gcc-c++' } },
  suse: { install: 'zypper install', packages: { ...gnu, compiler: 'gcc-c++' } },
  arch: { install: 'pacman -S', packages: { ...gnu, compiler: 'gcc' } },
  alpine: { install: 'apk add', packages: gnu },
};

/** @type {Record<string, Record<Need, string>>} */
const commands = {
  darwin: {
    compiler: 'xcode-select --install',
    cmake: 'brew install cmake',
    make: 'xcode-select --install',
    browser: 'brew install --cask chromium',
  },
  win32: {
    compiler:
      'winget install Microsoft.VisualStudio.2022.BuildTools --override "--passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended"',
    cmake: 'winget install Kitware.CMake',
    make: 'winget install Kitware.CMake',
    browser: 'winget install Google.Chrome',
  },
};

/**
 * What to type, each command in backticks, or null where the system is not known.
 * @param {Need[]} needs at least one
 * @param {System} system
 */
export function installCommand(needs, system) {
  const known = commands[system.platform];
  if (known) return [...new Set(needs.map((need) => `\`${known[need]}\``))].join(' and ');
  const distribution = distributionOf(system);
  if (!distribution) return null;
  const packages = needs.map((need) => distribution.packages[need]).join(' ');
  return `\`${system.admin ? '' : 'sudo '}${distribution.install} ${packages}\``;
}

/**
 * The package that apt-get would install for a need here, or null where it is not there or not ours to call.
 * @param {Need} need
 * @param {System} system
 */
export function aptPackage(need, system) {
  const distribution = system.admin ? distributionOf(system) : undefined;
  return distribution?.install.startsWith('apt-get') ? distribution.packages[need] : null;
}

/** @param {System} system */
const distributionOf = (system) => system.family.map((name) => distributions[name]).find((found) => found);

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
