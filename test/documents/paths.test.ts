// Every file that a document names is there: links, and paths in backticks that begin with one of our folders.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/tool.js';
import { readDocument } from './commands.ts';

const documents = [
  ...[
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'native/README.md',
    'app/dataset/README.md',
  ],
  ...readdirSync(join(root, 'docs')).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];

/** A path of ours, without a placeholder such as NAME or {en,ko}. */
const path = /^(?:app|native|renderer|test|docs|scripts|examples)\/[\w./-]+$/;

test.each(documents)('%s names only files that are there', (document) => {
  const text = readDocument(document).replaceAll(/```[\s\S]*?```/g, '');
  const named = [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => path.test(name) && !/[A-Z]{4}/.test(name))
    .map((name) => join(root, name));
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) =>
    join(root, dirname(document), link ?? ''),
  );
  const isThere = (file: string) => ['', '.ts', '.h', '.cpp', '.inl'].some((end) => existsSync(file + end));
  expect([...named, ...linked].filter((file) => !isThere(file))).toEqual([]);
});
