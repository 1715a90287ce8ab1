// The commands that a document tells a reader to type.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/tool.js';

export const readDocument = (name: string) => readFileSync(join(root, name), 'utf8');

/** The text of each fenced block of a language. */
export function blocksOf(document: string, language: string): string[] {
  const fenced = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g');
  return [...document.matchAll(fenced)].map(([, text]) => text ?? '');
}

const chainrule = 'npx --no-install chainrule ';

/** What follows `chainrule` in each line of the shell blocks, without comments. */
export function commandsOf(document: string): string[] {
  return blocksOf(document, 'sh')
    .flatMap((block) => block.trim().split('\n'))
    .filter((line) => line.startsWith(chainrule))
    .map((line) => line.replace(chainrule, '').replace(/\s+#.*/, ''));
}

/** As a shell cuts them: what stands between quotes is one. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
