// Makes one plain script of a TypeScript entry, because a forked process runs no TypeScript on every Node we support.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Path of the script, in a new temporary folder. */
export async function bundled(entry: URL): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-bundle-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(entry),
      outDir: folder,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'entry.mjs' } },
    },
  });
  return join(folder, 'entry.mjs');
}
