// Compilers, where this computer has them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WrittenFile } from '../../../../app/export/format.ts';

const strict = ['-Wall', '-Wextra', '-Werror', '-pedantic', '-DCHAINRULE_SELF_TEST'];

export const compilers = {
  gcc: ['gcc', '-std=c99', '-x', 'c', ...strict],
  clang: ['clang', '-std=c99', '-x', 'c', ...strict],
  'g++': ['g++', '-std=c++11', '-x', 'c++', ...strict],
  'gcc with sanitizers': [
    ...['gcc', '-std=c99', '-x', 'c', ...strict],
    ...['-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  ],
} as const;
export type Compiler = keyof typeof compilers;

export const has = (compiler: Compiler) => spawnSync(compilers[compiler][0], ['--version']).status === 0;

/** Compiles the header as a program that tests itself, and runs it. */
export function selfTest(compiler: Compiler, header: WrittenFile): { status: number | null; text: string } {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-c-'));
  try {
    const [file, program] = [join(folder, header.name), join(folder, 'self_test')];
    writeFileSync(file, header.bytes);
    const [command, ...options] = compilers[compiler];
    execFileSync(command, [...options, file, '-o', program, '-lm'], { stdio: 'pipe' });
    const { status, stdout, stderr } = spawnSync(program, { encoding: 'utf8' });
    return { status, text: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
