// Reports as text: whatever data say, it stays text, in HTML and in Markdown. Names here are what a table can hold at its worst.

import { describe, expect, test } from 'vitest';
import type { Block, ReportDocument } from '../../../renderer/report/document/blocks.ts';
import { htmlOf } from '../../../renderer/report/document/html.ts';
import { markdownOf } from '../../../renderer/report/document/markdown.ts';
import { tag } from '../../../renderer/report/document/markup.ts';
import own from '../../../renderer/report/document/report.css?raw';
import { styleWith } from '../../../renderer/report/document/style.ts';
import { shellWord } from '../../../renderer/report/shellWord.ts';

const names = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</style></title></pre><b>',
  '&lt;&amp;&#60;',
  'a | b \\| c',
  'line\nbreak\r\n# heading',
  '![x](http://evil.example/a.png) [y](javascript:alert(1))',
  'www.evil.example @someone https://evil.example',
  '```\ncode\n```',
  '**bold** _it_ ~~no~~ `tick` $x$',
  '- item',
  '1. item',
  '=1+1',
  '\u0000\u0007\ud800 half',
  '\u202eright to left',
  '',
];

/** A document that has every name in every place that takes text. */
function hostile(): ReportDocument {
  const blocks: Block[] = names.flatMap((name): Block[] => [
    { kind: 'text', text: name },
    { kind: 'heading', text: name },
    {
      kind: 'facts',
      facts: [
        { name, value: name },
        { name, value: name, code: true },
      ],
    },
    {
      kind: 'chart',
      title: name,
      drawing: tag('svg', { 'aria-label': name }, tag('text', {}, name)),
      table: null,
    },
    { kind: 'code', name, language: 'json', text: name, folded: true },
  ]);
  const columns = names.map((label, k) => ({ label, number: k % 2 === 0, note: k + 1 }));
  const rows = names.map((name, k) => ({ cells: names.map(() => name), note: k + 1, strong: k % 2 === 0 }));
  return {
    ...{ language: 'en', name: names[0]!, title: names[0]!, about: names[1]!, closing: names[2]! },
    opening: [{ kind: 'list', items: names }],
    sections: [
      {
        title: names[6]!,
        blocks: [
          ...blocks,
          { kind: 'table', table: { caption: names[5]!, columns, rows, more: names[7]! } },
          { kind: 'notes', notes: names },
        ],
      },
    ],
  };
}

const known =
  'html head meta title style body header nav main section footer h1 h2 h3 p ol ul li dl div dt dd table caption thead tbody tr th td sup a figure figcaption details summary pre code svg text';

/** Tags in their order, without attributes. */
const tagsOf = (html: string) =>
  [...html.matchAll(/<(\/?)([a-z][a-z\d]*)([^<>]*)>/gi)].map(([, close, name, rest]) => ({
    close: close === '/',
    name: name!,
    rest: rest!,
  }));

describe('HTML', () => {
  const html = htmlOf(hostile());

  test('holds only tags of ours, each closed in its turn', () => {
    const open: string[] = [];
    for (const { close, name, rest } of tagsOf(
      html.replace(/^<!doctype html>/, '').replace(/<style>[\s\S]*?<\/style>/, ''),
    )) {
      expect(known.split(' ')).toContain(name);
      if (close) expect(open.pop()).toBe(name);
      else if (name !== 'meta' && !rest.endsWith('/')) open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('has no script, no event handler and no address but those within it', () => {
    for (const { rest } of tagsOf(html)) {
      expect(rest.replace(/"[^"]*"/g, '')).not.toMatch(/\bon\w+=/i);
      for (const [, address] of rest.matchAll(/\b(?:href|src)="([^"]*)"/g)) expect(address).toMatch(/^#/);
    }
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|javascript:[^a]|url\(|@import/i);
  });

  test('holds no character that HTML forbids', () => {
    expect(html).not.toMatch(/[^\P{Cc}\t\n\r]|\p{Surrogate}/u);
  });

  test('forbids everything but its own style', () => {
    expect(html).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"`);
  });
});

describe('Markdown', () => {
  const lines = markdownOf(hostile()).split('\n');

  test('has tables whose rows all have the same number of cells', () => {
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(names.length + 2);
    const cells = (line: string) => line.replace(/\\[\s\S]/g, '').split('|').length - 2;
    for (const row of rows) expect(cells(row)).toBe(names.length);
  });

  test('has no heading, link, image, tag or code but its own', () => {
    const outside: string[] = [];
    let fence: string | null = null;
    for (const line of lines) {
      const marks = /^`{3,}/.exec(line)?.[0];
      if (fence === null && marks !== undefined) fence = marks;
      else if (fence !== null && line === fence) fence = null;
      else if (fence === null) outside.push(line.replace(/(`+) ?[\s\S]*? ?\1/g, ''));
    }
    expect(fence).toBeNull();
    const headings = outside.filter((line) => /^#/.test(line));
    expect(headings.filter((line) => !/^#{1,3} /.test(line))).toEqual([]);
    expect(headings).toHaveLength(2 + names.length);
    for (const line of outside) {
      expect(line).not.toMatch(/<|(?<!\\)\[|(?<!\\)`|https?:\/\/|www\.|(?<!&#64;)@/);
      expect(line).not.toMatch(/^(?:- )?(?:=|\+ )/);
    }
  });

  test('keeps names that only look like Markdown as a person reads them', () => {
    const text = markdownOf({
      ...hostile(),
      sections: [],
      opening: [{ kind: 'text', text: 'Miles_per_Gallon (1.5 - 2)' }],
    });
    expect(text).toContain('\nMiles_per_Gallon (1.5 - 2)\n');
  });
});

test('the style names every colour that it uses, for light and for dark readers', () => {
  const style = styleWith(own);
  const [light, dark] = ['', '@media screen and (prefers-color-scheme:dark)'].map((from) => {
    const block = /:root\{([^}]*)\}/.exec(style.slice(style.indexOf(from)))![1]!;
    return new Set([...block.matchAll(/(--[\w-]+):/g)].map(([, name]) => name!));
  });
  const used = [...style.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name!);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !light!.has(name))).toEqual([]);
  const colours = [...light!].filter((name) => !['--font', '--mono'].includes(name));
  expect(colours.filter((name) => !dark!.has(name))).toEqual([]);
});

test.each([
  ['iris.csv', 'iris.csv'],
  ['a/b c.csv', '"a/b c.csv"'],
  ['$(x) `y` "z".csv', '"\\$(x) \\`y\\` \\"z\\".csv"'],
  ['-x.csv', './-x.csv'],
])('%s is one word of a command line', (name, word) => {
  expect(shellWord(name)).toBe(word);
});
