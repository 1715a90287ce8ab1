// Builds renderer/report, renderer/lessonSheet and the check of formulas for Node: one module each, which `chainrule report`, `lesson sheet` and
// whoever checks a lesson's file load. The sentences, numbers and drawings are the page's, and so is this code. The typesetter of formulas is part of its module,
// since the packaged app has no such package; other packages stay outside.
// A process of its own: Vite sets NODE_ENV for all of it, and the compiler of the messages says that it is done.
import { join } from 'node:path';
import { build } from 'vite';
import { messagePlugins } from './messagePlugins.js';
import { root } from './tool.js';

const modules = [
  { source: 'renderer/report/report.ts', folder: 'dist/report', file: 'report.js' },
  { source: 'renderer/lessonSheet/lessonSheet.ts', folder: 'dist/lessonSheet', file: 'lessonSheet.js' },
  { source: 'renderer/formulas/checkFormula.ts', folder: 'dist/formulas', file: 'checkFormula.js' },
];

for (const { source, folder, file } of modules)
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [messagePlugins()],
    ssr: { noExternal: ['katex'] },
    build: {
      ssr: source,
      outDir: join(root, folder),
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: file, codeSplitting: false } },
    },
  });
