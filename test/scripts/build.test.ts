// The build on a machine that lacks a tool, and its judgement of what is out of date. The compilers are real programs
// on a PATH that the test makes; the sentence for each system is tested beside it, since one machine is only one system.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesToCompile, isCompiled } from '../../scripts/compiledFiles.js';
import { installSentence, onPath } from '../../scripts/toolchain.js';

const root = join(import.meta.dirname, '../..');
const linux = (...family: string[]) => ({ platform: 'linux', family, admin: false });

describe('the sentence about missing tools', () => {
  test.each([
    ['Debian', linux('debian'), 'run `sudo apt-get install g++ cmake make`'],
    ['Ubuntu', linux('ubuntu', 'debian'), 'run `sudo apt-get install g++ cmake make`'],
    ['Linux Mint', linux('linuxmint', 'ubuntu'), 'run `sudo apt-get install g++ cmake make`'],
    ['Debian as root', { ...linux('debian'), admin: true }, 'run `apt-get install g++ cmake make`'],
    ['Fedora', linux('fedora'), 'run `sudo dnf install gcc-c++ cmake make`'],
    ['Rocky', linux('rocky', 'rhel', 'centos', 'fedora'), 'run `sudo dnf install gcc-c++ cmake make`'],
    ['Arch', linux('arch'), 'run `sudo pacman -S gcc cmake make`'],
    ['Alpine', linux('alpine'), 'run `sudo apk add g++ cmake make`'],
    ['another Linux', linux('void'), 'install g++ 11 or clang 14 (or newer), CMake and make'],
    [
      'macOS',
      { platform: 'darwin', family: [], admin: false },
      'run `xcode-select --install` and `brew install cmake`',
    ],
    ['Windows', { platform: 'win32', family: [], admin: false }, 'and `winget install Kitware.CMake`'],
  ])('on %s names the command that installs them', (_, system, command) => {
    const sentence = installSentence(
      system.platform === 'win32' ? ['compiler', 'cmake'] : ['compiler', 'cmake', 'make'],
      system,
    );
    expect(sentence).toContain(command);
    expect(sentence).not.toContain('\n');
  });

  test('names only what is missing', () => {
    expect(installSentence(['cmake'], linux('debian'))).toBe(
      'Chainrule builds its engine on this machine, where CMake is missing: run `sudo apt-get install cmake`, then try again.',
    );
  });
});

describe.skipIf(process.platform === 'win32')('npm run build', () => {
  let copy: string;
  let tools: string;

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'build-'));
    tools = join(copy, 'tools');
    for (const folder of ['native', 'tools']) mkdirSync(join(copy, folder));
    for (const file of ['scripts', 'package.json'])
      cpSync(join(root, file), join(copy, file), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    symlinkSync(process.execPath, join(tools, 'node'));
    writeFileSync(join(copy, 'native/addon.cpp'), '');
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const build = (path: string) =>
    spawnSync(process.execPath, [join(copy, 'scripts/build.js')], {
      cwd: copy,
      encoding: 'utf8',
      env: { PATH: path, HOME: copy },
    });

  test('without compiler and CMake says one sentence, and nothing else', () => {
    const ran = build(tools);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toMatch(
      /^Chainrule builds its engine on this machine, where .*C\+\+20 compiler, CMake.*\.\n$/,
    );
  });

  test('with a compiler that does not know C++20 says so in one sentence', () => {
    for (const [tool, code] of Object.entries({ 'g++': 1, cmake: 0, make: 0 })) {
      writeFileSync(join(tools, tool), `#!/bin/sh\necho ${tool} version 9.4.0\nexit ${code}\n`, {
        mode: 0o755,
      });
    }
    const ran = build(tools);
    expect(ran).toMatchObject({ status: 1, stdout: '' });
    expect(ran.stderr).toBe(
      'The C++ compiler g++ does not know C++20: please install g++ 11 or clang 14, or newer.\n',
    );
  });

  test('with a CMake older than CMakeLists.txt asks for says both versions', () => {
    writeFileSync(join(copy, 'CMakeLists.txt'), 'cmake_minimum_required(VERSION 3.18)\n');
    writeFileSync(join(tools, 'cmake'), '#!/bin/sh\necho cmake version 3.10.2\n', { mode: 0o755 });
    const ran = build(tools);
    expect(ran.stderr).toBe(
      'Chainrule needs CMake 3.18 or newer, and this machine has 3.10.2: please install a newer one.\n',
    );
  });

  test('builds the app once, again after a change, and keeps nothing of a removed source', () => {
    rmSync(join(copy, 'native'), { recursive: true });
    mkdirSync(join(copy, 'app/contract'), { recursive: true });
    for (const file of ['app/tsconfig.json', 'tsconfig.base.json'])
      cpSync(join(root, file), join(copy, file));
    writeFileSync(join(copy, 'app/contract/calls.ts'), 'export const contract = {};\n');
    writeFileSync(join(copy, 'app/extra.ts'), 'export const extra = 1;\n');
    const programs = 'app/export/python/programs';
    mkdirSync(join(copy, programs), { recursive: true });
    writeFileSync(join(copy, programs, 'piece.py'), 'x = 1\n');
    const path = process.env.PATH ?? '';
    expect(build(path).stdout).toContain('Built the app (TypeScript)');
    expect(existsSync(join(copy, 'dist/app/extra.js'))).toBe(true);
    expect(existsSync(join(copy, 'dist', programs, 'piece.py'))).toBe(true);
    expect(build(path).stdout).toBe('');
    rmSync(join(copy, 'app/extra.ts'));
    expect(build(path).stdout).toContain('Built the app (TypeScript)');
    expect(existsSync(join(copy, 'dist/app/extra.js'))).toBe(false);
  });

  test('that fails says what the tool said, and builds again the next time', () => {
    writeFileSync(join(copy, 'app/broken.ts'), 'export const broken: number = "no";\n');
    for (let time = 0; time < 2; time++) {
      const ran = build(process.env.PATH ?? '');
      expect(ran.status).toBe(1);
      expect(ran.stderr).toContain('app/broken.ts(1,14): error TS2322');
    }
  });
});

describe.skipIf(process.platform === 'win32')('the engine and its own tests', () => {
  let copy: string;
  const write = (file: string, text: string, mode = 0o644) => {
    mkdirSync(join(copy, file, '..'), { recursive: true });
    writeFileSync(join(copy, file), text, { mode });
  };
  const object = (target: string, file: string) => ({
    directory: join(copy, 'build'),
    command: `c++ -O3 -o CMakeFiles/${target}.dir/${file}.o -c ${join(copy, file)}`,
  });

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'build-engine-'));
    cpSync(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true });
    write('package.json', '{"type": "module"}');
    write('native/addon.cpp', '');
    write('test/native/main.cpp', '');
    for (const tool of ['g++', 'cmake', 'make']) write(`tools/${tool}`, '#!/bin/sh\n', 0o755);
    write('node_modules/cmake-js/package.json', '{"bin": {"cmake-js": "run.cjs"}}');
    // Says which target it was asked for, and tells of its files as make does.
    write(
      'node_modules/cmake-js/run.cjs',
      `const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('build/Release', { recursive: true });
const target = process.argv[process.argv.indexOf('--target') + 1];
if (process.argv[2] === 'configure') {
  const file = (target, name) => ({ directory: 'build', command: \`c++ -o \${target}.dir/\${name}.o -c \${name}\` });
  const files = [file('chainrule_base', 'a'), file('chainrule', 'b'), file('native_tests', 'c')];
  writeFileSync('build/compile_commands.json', JSON.stringify(files));
} else {
  for (const file of ['a', 'b']) console.log(\`[ 50%] Building CXX object \${file}.o\`);
  writeFileSync(\`build/Release/\${target === 'chainrule' ? 'chainrule.node' : target}\`, '');
}
`,
    );
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const run = (what: string) =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import * as all from './scripts/build.js'; await all.${what}(console.log);`,
      ],
      { cwd: copy, encoding: 'utf8', env: { PATH: join(copy, 'tools'), HOME: copy } },
    );
  const built = (file: string) => existsSync(join(copy, 'build/Release', file));

  test('npm run build compiles the addon alone, and says how many files', () => {
    const { stdout, stderr } = run('build');
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^Building the engine \(C\+\+\) \.\.\.\n {2}1 of 2 files\n {2}2 of 2 files\nBuilt the engine \(C\+\+\) in [\d.]+ s\.\n$/,
    );
    expect([built('chainrule.node'), built('native_tests')]).toEqual([true, false]);
    expect(run('build').stdout).toBe('');
  });

  test('npm test compiles the tests, again after a change to them, which leaves the addon as it is', () => {
    expect(run('buildNativeTests').stdout).toContain("Built the engine's own tests (C++)");
    expect(built('native_tests')).toBe(true);
    expect(run('buildNativeTests').stdout).toBe('');
    write('test/native/main.cpp', '// changed\n');
    expect(run('build').stdout).toBe('');
    expect(run('buildNativeTests').stdout).toContain("Built the engine's own tests (C++)");
  });

  test('a change to the engine makes both out of date', () => {
    write('native/addon.cpp', '// changed\n');
    expect(run('build').stdout).toContain('Built the engine (C++)');
    expect(run('buildNativeTests').stdout).toContain("Built the engine's own tests (C++)");
  });

  test('files that are compiled already are not counted, and neither are those of the other target', () => {
    const commands = [
      object('chainrule_base', 'one.cpp'),
      object('chainrule', 'two.cpp'),
      object('chainrule', 'three.cpp'),
      object('native_tests', 'four.cpp'),
    ];
    write('build/compile_commands.json', JSON.stringify(commands));
    write('build/CMakeFiles/chainrule.dir/two.cpp.o', '');
    expect([filesToCompile(false, join(copy, 'build')), filesToCompile(true, join(copy, 'build'))]).toEqual([
      2, 2,
    ]);
    expect(filesToCompile(false, join(copy, 'nowhere'))).toBe(0);
  });
});

test.each([
  ['make', '[ 23%] Building CXX object CMakeFiles/chainrule.dir/native/bindings/addon.cpp.o', true],
  ['ninja', '[3/57] Building CXX object CMakeFiles/chainrule_nn.dir/native/nn/network.cpp.o', true],
  ['MSBuild', '  addon.cpp', true],
  ['a linker', '[57/57] Linking CXX shared library Release/chainrule.node', false],
  ['a warning', '/native/nn/network.cpp:12:3: warning: unused variable', false],
])('a line of %s is known for a compiled file or not', (_, line, counts) => {
  expect(isCompiled(line)).toBe(counts);
});

test('a program is looked for in every folder of PATH', () => {
  const before = process.env.PATH;
  process.env.PATH = ['/nowhere', import.meta.dirname].join(delimiter);
  expect([onPath('build.test.ts'), onPath('no-such-program')]).toEqual([true, false]);
  process.env.PATH = before;
});
