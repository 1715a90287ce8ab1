// Plain scripts of TypeScript entries of the program, for processes of their own: TypeScript does not run on every Node we support.
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A new folder with `NAME.mjs` for each entry, given by its path from the root. It lies under dist/, since the program finds its
 *  version, examples and addon above itself. */
export async function programBundle(entries: Record<string, string>): Promise<string> {
  await mkdir(join(root, 'dist'), { recursive: true });
  const folder = await mkdtemp(join(root, 'dist', 'test-program-'));
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)]));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    // One file starts faster than many; DuckDB loads a binary beside itself.
    ssr: { noExternal: true, external: ['@duckdb/node-api'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { input, output: { entryFileNames: '[name].mjs' } },
    },
  });
  return folder;
}
