// Reads the YAML of a lesson's file into plain values, and remembers the line of each. YAML's ways to write one value in several places, or values
// of other kinds than JSON has, are refused: no lesson needs them, and a hostile file could fill the memory with them.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  Scalar,
} from 'yaml';
import { cut, type Mistakes } from '../mistakes.ts';

/** Characters and values of one block, and levels of nesting. */
const most = { characters: 64_000, values: 20_000, levels: 12 };

export interface Yaml {
  value: unknown;
  /** The line of the value at `path` in the file, or of the nearest one above it that is there. */
  lineAt(path: readonly PropertyKey[]): number;
  /** The line on which the text of the value at `path` begins: that of a block scalar is below its sign. */
  textLineAt(path: readonly PropertyKey[]): number;
}

/** null where it cannot be read; `mistakes` says why. @param firstLine line of the file on which `text` begins. */
export function readYaml(text: string, firstLine: number, mistakes: Mistakes): Yaml | null {
  if (text.length > most.characters) {
    const why = `The block has ${text.length} characters; ${most.characters} are the limit.`;
    mistakes.add('lesson_unreadable', firstLine, { why }, why);
    return null;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: false,
    schema: 'core',
    stringKeys: true,
    logLevel: 'silent',
  });
  const lineOf = (offset: number) => firstLine + Math.max(0, lines.linePos(offset).line - 1);
  const found = [...document.errors, ...document.warnings];
  // Further errors on a line follow from the first one.
  const problems = found.filter(
    ({ pos }, k) => found.findIndex((one) => lineOf(one.pos[0]) === lineOf(pos[0])) === k,
  );
  for (const { code, message, pos } of problems)
    mistakes.add(
      'lesson_unreadable',
      lineOf(pos[0]),
      { why: message },
      `${sentence(words[code] ?? message)}${hints[code] ?? (message.startsWith('Flow') ? unclosed : hint(text, pos[0]))}`,
    );
  if (problems.length > 0) return null;
  const places = new Map<string, Place>();
  const reader = new Plain(lineOf, mistakes, places);
  const value = reader.read(document.contents as ParsedNode | null, [], 0);
  if (reader.refused) return null;
  const nearest = (path: readonly PropertyKey[]) =>
    placeOf(places, path) ?? { line: firstLine, textLine: firstLine };
  return { value, lineAt: (path) => nearest(path).line, textLineAt: (path) => nearest(path).textLine };
}

function sentence(message: string): string {
  const told = message.replace(
    /^Missing closing (.)quote$/,
    'The text has a $1 at its beginning and none at its end',
  );
  return /[.!?]$/.test(told) ? told : `${told}.`;
}

/** Errors whose sentences take YAML's own words. */
const words: Readonly<Record<string, string | undefined>> = {
  BLOCK_AS_IMPLICIT_KEY: 'A text has a second : in it, or goes on in a line that looks like a field',
};

/** What to do about errors that are of one kind. */
const hints: Readonly<Record<string, string | undefined>> = {
  DUPLICATE_KEY: '',
  TAB_AS_INDENT: ' Begin the line with spaces.',
  BAD_DQ_ESCAPE: ' In double quotes a backslash is written twice; put a text with formulas in single quotes.',
};
const unclosed = ' A line above begins a list with [ or fields with {; close it with ] or }.';

/** What most often causes errors in texts. */
function hint(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? text.length : end);
  return /^\s*(-|[\w-]+:)\s+[^'"|>\s]/.test(line)
    ? ' Put a text that has : or # in it, or begins with { [ ` $ * &, in quotes.'
    : '';
}

interface Place {
  line: number;
  textLine: number;
}

function placeOf(places: ReadonlyMap<string, Place>, path: readonly PropertyKey[]): Place | undefined {
  for (let length = path.length; length >= 0; length--) {
    const place = places.get(keyOf(path.slice(0, length)));
    if (place !== undefined) return place;
  }
  return undefined;
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

class Plain {
  refused = false;
  #values = 0;
  readonly #lineOf: (offset: number) => number;
  readonly #mistakes: Mistakes;
  readonly #places: Map<string, Place>;

  constructor(lineOf: (offset: number) => number, mistakes: Mistakes, places: Map<string, Place>) {
    this.#lineOf = lineOf;
    this.#mistakes = mistakes;
    this.#places = places;
  }

  read(node: Node | null, path: readonly PropertyKey[], level: number): unknown {
    if (node === null || this.refused) return null;
    const line = this.#lineOf(node.range?.[0] ?? 0);
    const isBlock =
      isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
    this.#places.set(keyOf(path), { line, textLine: isBlock ? line + 1 : line });
    if (++this.#values > most.values) return this.#refuse(line, `There are more than ${most.values} values.`);
    if (level > most.levels)
      return this.#refuse(line, `Values are nested more than ${most.levels} levels deep.`);
    if (isAlias(node)) return this.#refuse(line, 'References (*name) cannot be used; write the value again.');
    if (node.anchor !== undefined)
      return this.#refuse(line, 'Anchors (&name) cannot be used; put a text that begins with & in quotes.');
    if (isMap(node)) return this.#readMap(node.items as { key: unknown; value: unknown }[], path, level);
    if (isSeq(node))
      return node.items.map((item, k) => this.read(item as Node | null, [...path, k], level + 1));
    return this.#readScalar(node as Scalar, line);
  }

  #readMap(items: readonly { key: unknown; value: unknown }[], path: readonly PropertyKey[], level: number) {
    const object: Record<string, unknown> = {};
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const line = this.#lineOf((key as Node | null)?.range?.[0] ?? 0);
      if (name === '__proto__' || name === 'constructor' || name === 'prototype')
        return this.#refuse(line, `A field cannot be called ${name}.`);
      object[name] = this.read(value as Node | null, [...path, name], level + 1);
      // The line of a field is that of its name: an empty value may have none.
      const place = this.#places.get(keyOf([...path, name]));
      this.#places.set(keyOf([...path, name]), { line, textLine: place?.textLine ?? line });
    }
    return object;
  }

  #readScalar(node: Scalar, line: number): unknown {
    const { value } = node;
    if (typeof value === 'number' && !Number.isFinite(value))
      return this.#refuse(line, `${String(node.source)} is no number that a lesson can use.`);
    if (node.type === Scalar.PLAIN && typeof value === 'string' && node.comment)
      return this.#refuse(
        line,
        `"#${cut(node.comment)}" begins a comment; put the text in quotes if it belongs to it.`,
      );
    return value;
  }

  #refuse(line: number, why: string): null {
    this.refused = true;
    this.#mistakes.add('lesson_unreadable', line, { why }, why);
    return null;
  }
}
