// A report as Markdown (GitHub's, with tables and footnote numbers). All text is escaped: what looks like Markdown or HTML in a name
// is shown as it is. Charts are the tables behind them.

import type { Block, ReportDocument, Table } from './blocks.ts';

export function markdownOf({ title, about, opening, sections, closing }: ReportDocument): string {
  const parts = [
    `# ${inline(title)}`,
    line(about),
    ...opening.map(blockOf),
    ...sections.flatMap((section) => [`## ${inline(section.title)}`, ...section.blocks.map(blockOf)]),
    '---',
    line(closing),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' };

/** Text within a line: each sign that Markdown or HTML could take for its own is escaped, and line ends are spaces. An underscore
 *  between letters is none. */
function inline(text: string): string {
  return text
    .replace(/\p{Surrogate}|\0/gu, '\ufffd')
    .replace(/\s*[\r\n\u2028\u2029\u0085]+\s*/g, ' ')
    .replace(/[\\`*[\]|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/[&<>@]/g, (sign) => entities[sign] ?? sign)
    .replace(/(https?|ftp|www)([:.])/gi, '$1\\$2');
}

/** Text that begins a line, where more signs have a meaning. */
function line(text: string): string {
  return inline(text.trim())
    .replace(/^[-+=:#]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return line(block.text);
    case 'list':
      return block.items.map((item) => `- ${line(item)}`).join('\n');
    case 'heading':
      return `### ${inline(block.text)}`;
    case 'facts':
      return block.facts
        .map(({ name, value, code }) => `- ${line(name)}: ${code ? codeSpan(value) : inline(value)}`)
        .join('\n');
    case 'table':
      return tableOf(block.table);
    case 'chart':
      return block.table === null ? '' : tableOf(block.table);
    case 'code':
      return `${line(block.name)}\n\n${fenced(block.text, block.language)}`;
    case 'notes':
      return block.notes.map((note, k) => `${k + 1}. ${line(note)}`).join('\n');
  }
}

/** Between fences that are longer than any in the text. */
function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

function codeSpan(value: string): string {
  const text = value.replace(/\s+/g, ' ');
  const quote = '`'.repeat(longestRun(text) + 1);
  return `${quote}${quote.length > 1 ? ` ${text} ` : text}${quote}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function tableOf({ caption, columns, rows, more }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const noted = (text: string, note: number | undefined) =>
    inline(text) + (note === undefined ? '' : ` \\[${note}\\]`);
  const parts = [
    `*${inline(caption)}*`,
    '',
    row(columns.map(({ label, note }) => noted(label, note))),
    row(columns.map(({ number }) => (number ? '---:' : '---'))),
    ...rows.map(({ cells, note, strong }) =>
      row(
        cells.map((cell, k) => {
          const text = noted(cell, k === 0 ? note : undefined);
          return strong && text !== '' ? `**${text}**` : text;
        }),
      ),
    ),
    ...(more === undefined ? [] : ['', line(more)]),
  ];
  return parts.join('\n');
}
