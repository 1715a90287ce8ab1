// Facts of how a file was read (delimiter, header, encoding, ...), each with its alternatives, for the line above the table. A choice is
// a change of the reading, in which undefined means "detect it".

import type { Dataset } from '../../../../app/contract/table/dataset.ts';
import { delimiters } from '../../../../app/contract/table/delimiters.ts';
import { encodingName } from '../../../../app/contract/table/encodingName.ts';
import {
  type Container,
  type Dialect,
  encodings,
  type Reading,
  thousandsMarks,
} from '../../../../app/contract/table/reading.ts';
import { m } from '../../../paraglide/messages.js';
import type { ReadingChange } from '../../../state/table/rereading.svelte.ts';
import { counts } from '../../../wording/counts.ts';

export type FactKey =
  | 'sheet'
  | 'delimiter'
  | 'header'
  | 'skipped'
  | 'footer'
  | 'encoding'
  | 'quote'
  | 'escape'
  | 'comment'
  | 'decimal'
  | 'thousands'
  | 'missing';

export interface Fact {
  key: FactKey;
  label: string;
  /** The value as text. */
  value: string;
  /** Whether a person chose the value; else it was detected. */
  chosen: boolean;
  /** Whether most files have this value; such a fact is shown only on demand. */
  usual: boolean;
  choices: FactChoice[];
  /** Index of the value in `choices`; -1 for a value that is not among them. */
  taken: number;
  /** Most characters that may be typed instead of a choice; 0: only the choices. */
  typed: number;
}

export interface FactChoice {
  label: string;
  change: ReadingChange;
}

const keysOf: Record<Container, FactKey[]> = {
  text: [
    ...(['delimiter', 'header', 'skipped', 'footer', 'encoding', 'quote'] as const),
    ...(['escape', 'comment', 'decimal', 'thousands', 'missing'] as const),
  ],
  gzip: [
    ...(['delimiter', 'header', 'skipped', 'footer', 'encoding', 'quote'] as const),
    ...(['escape', 'comment', 'decimal', 'thousands', 'missing'] as const),
  ],
  workbook: ['sheet', 'header', 'skipped', 'footer', 'decimal', 'thousands', 'missing'],
  parquet: ['missing'],
  json: ['missing'],
  jsonLines: ['missing'],
};

/** @param draft reading that was chosen since the table was read; its values take precedence. */
export function dialectFacts(dataset: Dataset, draft: Reading | null): Fact[] {
  const reading = draft ?? dataset.reading;
  const said = { ...dataset.dialect, ...reading };
  return keysOf[dataset.container].map((key) => {
    const fact = describe[key](said, dataset);
    const chosen = reading[key] !== undefined;
    return { key, chosen, ...fact, usual: fact.usual && !chosen };
  });
}

type Said = Omit<Dataset['dialect'], 'missing'> & { missing: string[]; sheet?: string | undefined };
type Described = Omit<Fact, 'key' | 'chosen'>;

const describe: Record<FactKey, (said: Said, dataset: Dataset) => Described> = {
  sheet: ({ sheet }, { sheets }) => {
    const name = sheet ?? sheets[0] ?? '';
    return {
      label: m.dialect_sheet(),
      value: name,
      usual: sheets.length < 2,
      choices: sheets.map((one) => ({ label: one, change: { sheet: one } })),
      taken: sheets.indexOf(name),
      typed: 0,
    };
  },
  delimiter: ({ delimiter }) =>
    marks(m.dialect_delimiter(), 'delimiter', delimiter, [...delimiters.map(({ sign }) => sign), null], {
      usual: false,
      typed: 8,
      none: m.dialect_delimiter_none(),
    }),
  header: ({ header, skipped }) => ({
    label: m.dialect_header(),
    value: header
      ? skipped === 0
        ? m.dialect_header_first()
        : m.dialect_header_yes_short()
      : m.dialect_header_none(),
    usual: false,
    choices: [
      { label: m.dialect_header_yes(), change: { header: true } },
      { label: m.dialect_header_no(), change: { header: false } },
    ],
    taken: header ? 0 : 1,
    typed: 0,
  }),
  skipped: ({ skipped }) => ({
    label: m.dialect_skipped(),
    value: skipped === 0 ? m.dialect_none() : counts.skipped(skipped),
    usual: skipped === 0,
    choices: [],
    taken: -1,
    typed: 0,
  }),
  footer: ({ footer }) => ({
    label: m.dialect_footer(),
    value: footer === 0 ? m.dialect_none() : counts.skipped(footer),
    usual: footer === 0,
    choices: [],
    taken: -1,
    typed: 0,
  }),
  encoding: ({ encoding }) => ({
    label: m.dialect_encoding(),
    value: encodingName(encoding),
    usual: false,
    choices: encodings.map((one) => ({ label: encodingName(one), change: { encoding: one } })),
    taken: encodings.indexOf(encoding),
    typed: 0,
  }),
  quote: ({ quote }) =>
    marks(m.dialect_quote(), 'quote', quote, ['"', "'", null], {
      usual: false,
      typed: 1,
      none: m.dialect_quote_none(),
    }),
  escape: ({ escape: mark }) =>
    marks(m.dialect_escape(), 'escape', mark, ['\\', null], {
      usual: mark === null,
      typed: 1,
      none: m.dialect_escape_doubled(),
    }),
  comment: ({ comment }) =>
    marks(m.dialect_comment(), 'comment', comment, ['#', '%', '!', null], {
      usual: comment === null,
      typed: 1,
      none: m.dialect_none(),
    }),
  decimal: ({ decimal }) =>
    marks(m.dialect_decimal(), 'decimal', decimal, ['.', ','], { usual: false, typed: 0, none: '' }),
  thousands: ({ thousands }) =>
    marks(m.dialect_thousands(), 'thousands', thousands, [...thousandsMarks, null], {
      usual: thousands === null,
      typed: 0,
      none: m.dialect_none(),
    }),
  missing: ({ missing }) => ({
    label: m.dialect_missing(),
    value: [m.dialect_empty(), ...missing.map((one) => `“${one}”`)].join(', '),
    usual: false,
    choices: [],
    taken: -1,
    typed: 0,
  }),
};

/** What may differ between files: delimiter, encoding, and what is unusual. */
export function dialectWords({ delimiter, encoding, decimal, header }: Dialect): string[] {
  return [
    delimiter === null ? m.dialect_delimiter_none() : markWord('delimiter', delimiter),
    encodingName(encoding),
    ...(decimal === ',' ? [`${m.dialect_decimal()}: ${markWord('decimal', decimal)}`] : []),
    ...(header ? [] : [m.dialect_header_none()]),
  ];
}

interface MarkWords {
  usual: boolean;
  typed: number;
  /** Text for null. */
  none: string;
}

function marks(
  label: string,
  key: 'delimiter' | 'quote' | 'escape' | 'comment' | 'decimal' | 'thousands',
  said: string | null,
  known: readonly (string | null)[],
  { usual, typed, none }: MarkWords,
): Described {
  const word = (mark: string | null) => (mark === null ? none : markWord(key, mark));
  return {
    label,
    value: word(said),
    usual,
    choices: known.map((mark) => ({ label: word(mark), change: { [key]: mark } })),
    taken: known.indexOf(said),
    typed,
  };
}

function markWord(key: string, mark: string): string {
  switch (mark) {
    case ',':
      return m.dialect_comma();
    case '.':
      return m.dialect_point();
    case ';':
      return m.dialect_semicolon();
    case '\t':
      return m.dialect_tab();
    case '|':
      return m.dialect_bar();
    case ' ':
      return m.dialect_space();
    case '^':
      return m.dialect_caret();
    case '"':
      return m.dialect_quote_double();
    case "'":
      return key === 'quote' ? m.dialect_quote_single() : m.dialect_apostrophe();
    case '\\':
      return m.dialect_escape_backslash();
    default:
      return mark;
  }
}
