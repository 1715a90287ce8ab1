// The real linter, with this project's settings, on files made up for a test: a folder of its own holds a copy of the configuration
// and the files; what comes out is which rule refuses which of them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

export interface Refused {
  rule: string;
  /** With `/`, from the root of the project. */
  file: string;
}

/** @param files their code by their paths; of a .svelte file that of its script. */
export function lintScratch(files: Iterable<[file: string, code: string]>): Refused[] {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'lint-')));
  try {
    const { vcs: _, ...configuration } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(scratch, 'biome.json'), JSON.stringify(configuration));
    for (const [file, code] of files) {
      const path = join(scratch, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.endsWith('.svelte') ? `<script lang="ts">\n${code}</script>\n` : code);
    }
    const ran = spawnSync(
      process.execPath,
      [biome, 'lint', '--max-diagnostics=none', '--reporter=github', '.'],
      { cwd: scratch, encoding: 'utf8' },
    );
    return ran.stdout
      .split('\n')
      .filter((line) => line.startsWith('::error'))
      .map((line) => ({
        rule: /title=lint\/\w+\/(\w+)/.exec(line)?.[1] ?? '',
        file: relative(scratch, /file=([^,]+)/.exec(line)?.[1] ?? '').replaceAll('\\', '/'),
      }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
