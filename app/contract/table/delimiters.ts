// The delimiters that can be detected, in order of preference for ties. Detection, the engine's fast path, the command line,
// the sentence about a table and the page's menu all use this list: to add a delimiter, add a line here. A person may choose
// any other text (`reading.delimiter`).

export interface Delimiter {
  sign: string;
  /** What `--delimiter` calls it, the first name also in sentences. */
  names: readonly [string, ...string[]];
  /** Occurs in ordinary texts too, so it needs stronger evidence. */
  inTexts?: true;
  /** Cannot be part of a number, so the engine can cut plain rows by it. */
  plain?: true;
  /** May delimit a line of names above rows that use another delimiter. */
  cutsNames?: true;
}

export const delimiters: readonly Delimiter[] = [
  { sign: ',', names: ['comma'], plain: true, cutsNames: true },
  { sign: ';', names: ['semicolon'], plain: true, cutsNames: true },
  { sign: '\t', names: ['tab', '\\t'], plain: true, cutsNames: true },
  { sign: '|', names: ['bar', 'pipe'], plain: true, cutsNames: true },
  { sign: '^', names: ['caret'] },
  { sign: '~', names: ['tilde'] },
  { sign: '#', names: ['hash'], inTexts: true },
  { sign: ' ', names: ['space'], inTexts: true, cutsNames: true },
  { sign: ':', names: ['colon'], inTexts: true },
];

export const plainDelimiters: ReadonlySet<string | null> = new Set(
  delimiters.filter(({ plain }) => plain).map(({ sign }) => sign),
);
