// The plugins with which Vite compiles the message catalogue, for the page and for the reports of the terminal.
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { messageOptions, withIsolatedValues } from './messages.js';

/** @returns {import('vite').PluginOption[]} */
export function messagePlugins() {
  return [
    paraglideVitePlugin(messageOptions),
    {
      name: 'isolated-values',
      transform(code, id) {
        return /\/paraglide\/messages\/(?:en|ko)\.js$/.test(id) ? withIsolatedValues(code) : null;
      },
    },
  ];
}
