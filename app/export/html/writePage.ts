// A model -> one HTML page that works offline: a form with an input for each column, and the prediction that follows it. The module of
// app/export/javascript stands inside. A policy names the page's one script and one style by their hashes, and forbids everything else.
import { createHash } from 'node:crypto';
import type { WrittenFile } from '../format.ts';
import { jsValue } from '../javascript/jsText.ts';
import { moduleText } from '../javascript/writeModule.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { refuseManyParameters } from '../portable/refusals.ts';
import { pageMark, pageScript } from './pageScript.ts';
import { pageStyle } from './pageStyle.ts';
import { pageTexts } from './pageTexts.ts';

/** As text, some 20 MB, which a browser opens in a moment. */
const mostParameters = 2_000_000;

/** Throws AppError export_unsuited. */
export function writePage(model: PortableModel, stem: string): WrittenFile[] {
  refuseManyParameters(model, 'A page', mostParameters, 'since a browser has to read them as text');
  const { target } = model.model.preparation;
  const units = target.kind === 'numeric' ? target.columns.map(({ unit }) => unit?.text ?? '') : [];
  const texts = Object.entries(pageTexts).map(([language, of]) => `${language}: ${jsValue(of)}`);
  const own = `const units = ${jsValue(units)};\nconst texts = { ${texts.join(', ')} };\n`;
  const script = `\n${moduleText(model)}\n${pageMark}${own}${pageScript}`;
  return [
    { name: `${stem}.html`, type: 'text/html', bytes: new TextEncoder().encode(pageText(stem, script)) },
  ];
}

function pageText(stem: string, script: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(pageStyle)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const title = escaped(stem);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="Chainrule">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>${title}</h1><button id="language" type="button"></button></header>
<main>
<section aria-labelledby="inputs"><h2 id="inputs"></h2><div id="fields"></div><button id="reset" type="button"></button></section>
<section id="result" aria-labelledby="prediction"><h2 id="prediction"></h2><div id="answer" role="status"></div></section>
</main>
<footer><div id="checked"></div><div id="made"></div></footer>
<script type="module">${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => escapes[letter]!);
