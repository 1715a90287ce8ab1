// Builds the page once for all hosts: relative addresses, so that the same files work under app:// and http://127.0.0.1, and
// nothing that a strict Content-Security-Policy would refuse (no inline script, no eval).
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { messagePlugins } from './scripts/messagePlugins.js';
import { noticesPlugin } from './scripts/notices/noticesPlugin.js';

/** Formulas' fonts as every browser that we support reads them: the style sheet's older formats would be 900 kB of files that nobody asks for. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('katex.min.css')) return null;
    return code.replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, '');
  },
};

export default defineConfig({
  root: 'renderer',
  base: './',
  publicDir: false,
  plugins: [onlyWoff2, messagePlugins(), tailwindcss(), svelte({ configFile: false }), noticesPlugin()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    // The polyfill would be an inline script; every browser that we support preloads modules by itself.
    modulePreload: { polyfill: false },
    // Fonts and pictures stay files: `data:` addresses are not in the policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Read from this computer, in one piece.
    chunkSizeWarningLimit: 1_000,
  },
});
