/// <reference types="vite/client" />
// A report as one HTML file, and A4 on paper.

import { m } from '../../paraglide/messages.js';
import type { Block, Column, ReportDocument, Section, Table } from './blocks.ts';
import { joined, type Markup, tag } from './markup.ts';
import { pageOf } from './page.ts';
import own from './report.css?raw';

export function htmlOf(report: ReportDocument): string {
  const { language, name, title, about, opening, sections, closing } = report;
  return pageOf(
    { language, title: name, style: own },
    tag(
      'header',
      {},
      tag('p', { class: 'about' }, about),
      tag('h1', {}, title),
      ...opening.map((one) => blockOf(one, 0)),
    ),
    tag('nav', { 'aria-label': m.report_contents() }, contents(sections)),
    tag('main', {}, ...sections.map(sectionOf)),
    tag('footer', {}, tag('p', {}, closing)),
  );
}

function contents(sections: readonly Section[]): Markup {
  return tag(
    'ol',
    {},
    ...sections.map(({ title }, k) => tag('li', {}, tag('a', { href: `#s${k + 1}` }, title))),
  );
}

function sectionOf({ title, blocks }: Section, index: number): Markup {
  const id = `s${index + 1}`;
  const heading = tag('h2', { id }, title);
  return tag(
    'section',
    { 'aria-labelledby': id },
    heading,
    ...blocks.map((block) => blockOf(block, index + 1)),
  );
}

/** @param section its number; footnotes are of a section. */
function blockOf(block: Block, section: number): Markup {
  switch (block.kind) {
    case 'text':
      return tag('p', { class: block.tone }, block.text);
    case 'list':
      return tag('ul', {}, ...block.items.map((item) => tag('li', {}, item)));
    case 'heading':
      return tag('h3', {}, block.text);
    case 'facts':
      return tag(
        'dl',
        {},
        ...block.facts.map(({ name, value, code }) =>
          tag('div', {}, tag('dt', {}, name), tag('dd', {}, code ? tag('code', {}, value) : value)),
        ),
      );
    case 'table':
      return tableOf(block.table, section);
    case 'chart':
      return tag(
        'figure',
        {},
        tag('figcaption', {}, block.title),
        block.drawing,
        block.table &&
          tag(
            'details',
            {},
            tag('summary', {}, m.chart_as_table({ name: block.title })),
            tableOf(block.table, section),
          ),
      );
    case 'code': {
      const code = tag(
        'pre',
        { tabindex: 0, role: 'group', 'aria-label': block.name },
        tag('code', {}, block.text),
      );
      return block.folded ? tag('details', { class: 'code' }, tag('summary', {}, block.name), code) : code;
    }
    case 'notes':
      return tag(
        'ol',
        { class: 'notes' },
        ...block.notes.map((note, k) => tag('li', { id: noteId(section, k + 1) }, note)),
      );
  }
}

const noteId = (section: number, note: number) => `s${section}n${note}`;

function tableOf({ caption, columns, rows, more }: Table, section: number): Markup {
  const mark = (note: number | undefined) =>
    note !== undefined && tag('sup', {}, tag('a', { href: `#${noteId(section, note)}` }, String(note)));
  const look = (column: Column | undefined) => (column?.number ? 'number' : undefined);
  const head = columns.map((column) =>
    tag('th', { scope: 'col', class: look(column) }, column.label, mark(column.note)),
  );
  const body = rows.map(({ cells, note, strong }) =>
    tag(
      'tr',
      { class: strong ? 'strong' : undefined },
      ...cells.map((cell, k) =>
        k === 0
          ? tag('th', { scope: 'row', class: look(columns[0]) }, cell, mark(note))
          : tag('td', { class: look(columns[k]) }, cell),
      ),
    ),
  );
  const table = tag(
    'table',
    {},
    tag('caption', {}, caption),
    tag('thead', {}, tag('tr', {}, ...head)),
    tag('tbody', {}, ...body),
  );
  const wide = tag('div', { class: 'wide', tabindex: 0, role: 'group', 'aria-label': caption }, table);
  return more === undefined ? wide : joined([wide, tag('p', { class: 'quiet' }, more)]);
}
