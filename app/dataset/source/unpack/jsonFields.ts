// The keys and values of one JSON record, an object or a list, as texts: strings unescaped, numbers as they are spelled (they never become doubles), nested
// values as JSON without spaces, null as null. Accepted beyond the standard, as Python and JavaScript write it: NaN, Infinity, and a
// comma after the last value.
import { NotJson } from './jsonRecords.ts';

const quote = '"';
const space = /[ \t\n\r]*/y;
/** A number or a word. */
const plain = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null|NaN|-?Infinity)\b/y;
/** What a string cannot hold as it is, and what must be unescaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them
const special = /[\\\u0000-\u001f]/;

/** `record` begins with `{` and ends with its `}`. A key may come twice. Throws NotJson. */
export function readFields(record: string, take: (key: string, value: string | null) => void): void {
  visitParts(record, '}', (key, at, end) => take(key, valueText(record, at, end)));
}

/** The same for the values of a list, which begins with `[` and ends with its `]`. */
export function readItems(list: string, take: (index: number, value: string | null) => void): void {
  let index = 0;
  visitParts(list, ']', (_key, at, end) => take(index++, valueText(list, at, end)));
}

/** The values of an object or a list as they are written, with the keys of an object. */
export function rawParts(text: string): [key: string, value: string][] {
  const parts: [string, string][] = [];
  visitParts(text, text[0] === '{' ? '}' : ']', (key, at, end) => parts.push([key, text.slice(at, end)]));
  return parts;
}

function visitParts(
  text: string,
  close: '}' | ']',
  visit: (key: string, at: number, end: number) => void,
): void {
  let at = after(space, text, 1);
  while (text[at] !== close) {
    let key = '';
    if (close === '}') {
      const keyEnd = endOfString(text, at);
      key = stringOf(text, at, keyEnd);
      at = after(space, text, keyEnd);
      if (text[at] !== ':') throw wrong(text, at);
      at = after(space, text, at + 1);
    }
    const end = endOfValue(text, at);
    visit(key, at, end);
    at = after(space, text, end);
    if (text[at] === ',') at = after(space, text, at + 1);
    else if (text[at] !== close) throw wrong(text, at);
  }
  if (at !== text.length - 1) throw wrong(text, at);
}

/** Offset after what a sticky pattern finds at `at`. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Offset after the closing quote. */
function endOfString(text: string, at: number): number {
  if (text[at] !== quote) throw wrong(text, at);
  for (let end = text.indexOf(quote, at + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
  throw wrong(text, at);
}

function endOfValue(text: string, at: number): number {
  const first = text[at];
  if (first === quote) return endOfString(text, at);
  if (first === '{' || first === '[') return endOfNested(text, at);
  const end = after(plain, text, at);
  if (end === at) throw wrong(text, at);
  return end;
}

const brackets = /["[\]{}]/g;

function endOfNested(text: string, at: number): number {
  let depth = 0;
  brackets.lastIndex = at;
  for (let found = brackets.exec(text); found !== null; found = brackets.exec(text)) {
    const [sign] = found;
    if (sign === quote) brackets.lastIndex = endOfString(text, found.index);
    else if (sign === '{' || sign === '[') depth++;
    else if (--depth === 0) return found.index + 1;
  }
  throw wrong(text, at);
}

function valueText(text: string, at: number, end: number): string | null {
  const first = text[at];
  if (first === quote) return stringOf(text, at, end);
  const value = text.slice(at, end);
  if (first === '{' || first === '[') return withoutSpaces(value);
  return value === 'null' ? null : value;
}

function stringOf(text: string, at: number, end: number): string {
  const inner = text.slice(at + 1, end - 1);
  return special.test(inner) ? parsed(text.slice(at, end)) : inner;
}

const stringOrSpace = /("[^"\\]*(?:\\.[^"\\]*)*")|[ \t\n\r]+/g;
const beyondStandard = /("[^"\\]*(?:\\.[^"\\]*)*")|\b(?:NaN|Infinity)\b|,(?=\s*[}\]])/g;

/** A nested value without the spaces between its parts. */
function withoutSpaces(value: string): string {
  try {
    JSON.parse(value);
  } catch {
    parsed(value.replace(beyondStandard, (found, string) => string ?? (found === ',' ? '' : '0')));
  }
  return /\s/.test(value) ? value.replace(stringOrSpace, '$1') : value;
}

// biome-ignore lint/suspicious/noExplicitAny: what it is, the caller knows
function parsed(json: string): any {
  try {
    return JSON.parse(json);
  } catch {
    throw wrong(json, 0);
  }
}

function wrong(text: string, at: number): NotJson {
  const near = text.slice(at, at + 30).replaceAll(/\s+/g, ' ');
  return new NotJson(`it is no JSON at "${near}"`);
}
