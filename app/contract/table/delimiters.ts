// The delimiters that are detected, in the order of preference where nothing else decides. Detection, the engine's fast way, the
// command line, the sentence on a table and the page's menu take them from here: a line more is a delimiter more. A person may
// choose any other text (`reading.delimiter`).

export interface Delimiter {
  sign: string;
  /** What `--delimiter` calls it, the first name also in sentences. */
  names: readonly [string, ...string[]];
  /** Stands in ordinary texts too, so it needs better evidence. */
  inTexts?: true;
  /** Is no part of a number, so the engine can cut plain rows by it. */
  plain?: true;
  /** May cut a line of names above rows that another delimiter cuts. */
  cutsNames?: true;
}

export const delimiters: readonly Delimiter[] = [
  { sign: ',', names: ['comma'], plain: true, cutsNames: true },
  { sign: ';', names: ['semicolon'], plain: true, cutsNames: true },
  { sign: '\t', names: ['tab', '\\t'], plain: true, cutsNames: true },
  { sign: '|', names: ['bar', 'pipe'], plain: true, cutsNames: true },
  { sign: '^', names: ['caret'] },
  { sign: '~', names: ['tilde'] },
  { sign: ' ', names: ['space'], inTexts: true, cutsNames: true },
  { sign: ':', names: ['colon'], inTexts: true },
];
