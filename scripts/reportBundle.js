// Builds renderer/report for Node: one module that `chainrule report` loads. The sentences, numbers and drawings of a report are the
// page's, and so is this code; packages that it imports stay outside.
// A process of its own: Vite sets NODE_ENV for all of it, and the compiler of the messages says that it is done.
import { join } from 'node:path';
import { build } from 'vite';
import { messagePlugins } from './messagePlugins.js';
import { root } from './tool.js';

await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  plugins: [messagePlugins()],
  build: {
    ssr: 'renderer/report/report.ts',
    outDir: join(root, 'dist/report'),
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'report.js', codeSplitting: false } },
  },
});
