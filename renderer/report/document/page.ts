/// <reference types="vite/client" />
// One HTML file that needs nothing else: its style inside, no scripts, no addresses; light or dark as the reader's system is.

import { type Markup, styleSheet, tag } from './markup.ts';
import base from './page.css?raw';
import { styleWith } from './style.ts';

export interface Page {
  language: string;
  title: string;
  /** Rules beside those of every page. */
  style: string;
}

export function pageOf({ language, title, style }: Page, ...content: Markup[]): string {
  const head = tag(
    'head',
    {},
    tag('meta', { charset: 'utf-8' }),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    // Nothing is loaded and nothing runs, whatever the content says.
    tag('meta', {
      'http-equiv': 'Content-Security-Policy',
      content: "default-src 'none'; style-src 'unsafe-inline'",
    }),
    tag('meta', { name: 'color-scheme', content: 'light dark' }),
    tag('title', {}, title),
    styleSheet(styleWith(base + style)),
  );
  const body = tag('body', {}, ...content);
  return `<!doctype html>\n${tag('html', { lang: language }, head, body).text}\n`;
}
