/// <reference types="vite/client" />
// The style sheet of a document of one file: the page's own colours, those that it uses, light and dark by the reader's system.

import tokens from '../../tokens.css?raw';

/** @param own the document's own rules. */
export function styleWith(own: string): string {
  const used = new Set([...own.matchAll(/var\((--[\w-]+)/g), ...usedByCharts].map(([, name]) => name));
  const chosen = (selector: string) =>
    [...blockOf(selector).matchAll(/(--[\w-]+):\s*([^;]+);/g)]
      .filter(([, name]) => used.has(name))
      .map(([, name, value]) => `${name}:${value?.replace(/\s+/g, ' ')};`)
      .join('');
  const dark = `@media screen and (prefers-color-scheme:dark){:root{${chosen('[data-theme="dark"]')}}}`;
  return `:root{${chosen(':root')}}${dark}${compact(own)}`;
}

/** What the page's tokens say for a selector. */
function blockOf(selector: string): string {
  const from = tokens.indexOf(`\n${selector} {`);
  return tokens.slice(from, tokens.indexOf('\n}', from));
}

/** Colours that drawings name themselves. */
const usedByCharts = Array.from({ length: 8 }, (_, k) => ['', `--class-${k + 1}`]);

function compact(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ');
}
