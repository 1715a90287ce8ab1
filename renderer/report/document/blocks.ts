// What a report is made of, independent of its form. Sections give blocks of plain text; html.ts and markdown.ts write them, and only
// they know what their form must escape. A chart is markup in HTML, and in Markdown the table behind it.

import type { Markup } from './markup.ts';

export interface Column {
  label: string;
  /** Numbers line up at their right edge. */
  number?: boolean;
  /** Number of a footnote of the section, from 1. */
  note?: number;
}

export interface Table {
  caption: string;
  columns: Column[];
  /** The first cell of a row names the row. `note`: number of a footnote. */
  rows: { cells: string[]; note?: number; strong?: boolean }[];
  /** What is not listed, in a sentence. */
  more?: string;
}

export type Block =
  | { kind: 'text'; text: string; tone?: 'lead' | 'quiet' }
  | { kind: 'list'; items: string[] }
  | { kind: 'facts'; facts: { name: string; value: string; code?: boolean }[] }
  | { kind: 'heading'; text: string }
  | { kind: 'table'; table: Table }
  /** `table` is null where the numbers stand in a table of their own. */
  | { kind: 'chart'; title: string; drawing: Markup; table: Table | null }
  | { kind: 'code'; name: string; language: string; text: string; folded?: boolean }
  | { kind: 'notes'; notes: string[] };

export interface Section {
  title: string;
  blocks: Block[];
}

export interface ReportDocument {
  language: string;
  /** Of the file, in a window's title. */
  name: string;
  /** The sentence that matters. */
  title: string;
  /** What is reported, in one line. */
  about: string;
  /** Stands under the title, before the first section. */
  opening: Block[];
  sections: Section[];
  closing: string;
}
