// Builds the page once for all hosts: relative addresses, so that the same files work under app:// and http://127.0.0.1, and
// nothing that a strict Content-Security-Policy would refuse (no inline script, no eval).
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { messageOptions } from './scripts/messages.js';

export default defineConfig({
  root: 'renderer',
  base: './',
  publicDir: false,
  plugins: [paraglideVitePlugin(messageOptions), tailwindcss(), svelte({ configFile: false })],
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
