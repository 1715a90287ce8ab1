// The keys and values of one JSON record as texts: strings unescaped, numbers as they are spelled (they never become doubles), nested
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
  let at = after(space, record, 1);
  while (record[at] !== '}') {
    const keyEnd = endOfString(record, at);
    const key = stringOf(record, at, keyEnd);
    at = after(space, record, keyEnd);
    if (record[at] !== ':') throw wrong(record, at);
    at = after(space, record, at + 1);
    const end = endOfValue(record, at);
    take(key, valueText(record, at, end));
    at = after(space, record, end);
    if (record[at] === ',') at = after(space, record, at + 1);
    else if (record[at] !== '}') throw wrong(record, at);
  }
  if (at !== record.length - 1) throw wrong(record, at);
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
