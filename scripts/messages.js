// Compiles the message catalogue (renderer/messages) into renderer/paraglide, which is not in git. Vite does the same through the
// plugin with these very options; this script is for the type check, which needs the output and no build.
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

/** The page says which language it is in (renderer/state/preferences.svelte.ts), so no cookie and no URL decides it. */
export const messageOptions = {
  project: fileURLToPath(new URL('../renderer/project.inlang', import.meta.url)),
  outdir: fileURLToPath(new URL('../renderer/paraglide', import.meta.url)),
  /** @type {['globalVariable', 'baseLocale']} */
  strategy: ['globalVariable', 'baseLocale'],
  outputStructure: /** @type {const} */ ('locale-modules'),
  isServer: 'false',
  emitPrettierIgnore: false,
  emitReadme: false,
  emitGitIgnore: false,
  emitTsDeclarations: true,
};

/**
 * The code of the compiled messages, in which every value is isolated: none can reorder the words around it.
 *
 * @param {string} code
 */
export function withIsolatedValues(code) {
  const isolating = code.replaceAll(/\$\{i\?\.(\w+)\}/g, (_, name) => `\${isolated(i?.${name})}`);
  return `import { isolated } from '../../wording/isolated.ts';\n${isolating}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compile(messageOptions);
