// No function of the engine is longer than 60 lines. Functions are found by matching braces in the text without comments,
// strings and preprocessor lines: what a namespace or class contains between braces after a `(` is a function's body.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const native = join(import.meta.dirname, '../../native');
const mostLines = 60;

interface Found {
  line: number;
  lines: number;
  head: string;
}

/** The text with comments, strings, characters and preprocessor lines as blanks, line by line where it was. */
function codeOf(text: string): string {
  const blank = (found: string) => found.replace(/[^\n]/g, ' ');
  return text
    .replace(/\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g, (found, at: number) =>
      // A digit separator is not a character: 1'000.
      found.startsWith("'") && /[0-9a-f]/i.test(text[at - 1] ?? '') ? found : blank(found),
    )
    .replace(/^[ \t]*#(?:.*\\\n)*.*/gm, blank);
}

/** Whether what stands before a brace begins a namespace, class or enumeration: functions are looked for inside. */
const isContainer = (head: string) =>
  /^(inline\s+)?(namespace|class|struct|union|enum|extern)\b/.test(
    head.replace(/^template\s*<[^{}]*?>\s*(?=class|struct)/, ''),
  );

/** Whether it begins a function, or a lambda that a name stands for; not an initialiser, nor a member in a constructor's list. */
function isFunction(head: string): boolean {
  if (/\]\s*(\([^()]*\))?\s*(mutable|noexcept)?\s*$/.test(head)) return true;
  if (!head.includes('(') || /[=,]\s*$/.test(head)) return false;
  const lastWord = /(\w+)\s*$/.exec(head)?.[1];
  if (lastWord === undefined) return true;
  return /^(const|noexcept|override|final|try)$/.test(lastWord) || head.includes('->');
}

/** Every function's body, with the line at which it opens. */
function functionsOf(text: string): Found[] {
  const code = codeOf(text);
  const found: Found[] = [];
  let start = 0;
  let inside: { depth: number; line: number; head: string } | null = null;
  let depth = 0;
  let line = 1;
  for (let at = 0; at < code.length; at++) {
    const sign = code[at];
    if (sign === '\n') line++;
    if (sign === '{') {
      const head = code
        .slice(start, at)
        .trim()
        .replace(/^(public|protected|private):\s*/, '');
      if (!inside && !isContainer(head)) {
        if (isFunction(head)) inside = { depth, line, head: head.replace(/\s+/g, ' ') };
        // An initialiser is part of the declaration around it.
        else {
          at = closingBrace(code, at);
          line = code.slice(0, at).split('\n').length;
          continue;
        }
      }
      depth++;
    } else if (sign === '}') {
      depth--;
      if (inside?.depth === depth) {
        found.push({ line: inside.line, lines: line - inside.line + 1, head: inside.head });
        inside = null;
      }
    }
    if (!inside && (sign === '{' || sign === '}' || sign === ';')) start = at + 1;
  }
  expect(depth).toBe(0);
  return found;
}

function closingBrace(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === '{') depth++;
    if (code[at] === '}' && --depth === 0) return at;
  }
  throw new Error('A brace is not closed.');
}

const long = (text: string) => functionsOf(text).filter(({ lines }) => lines > mostLines);
const files = readdirSync(native, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(h|cpp|inl)$/.test(file),
);

test.each(files)(`no function of %s is longer than ${mostLines} lines`, (file) => {
  const found = long(readFileSync(join(native, file), 'utf8'));
  expect(found.map(({ line, lines, head }) => `line ${line}: ${lines} lines: ${head}`)).toEqual([]);
});

test('functions are found in the engine', () => {
  const counts = files.map((file) => functionsOf(readFileSync(join(native, file), 'utf8')).length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(500);
});

describe('a function that is too long', () => {
  const body = (lines: number) => `{\n${'    work();\n'.repeat(lines - 2)}}\n`;

  test.each([
    ['a function', `int long_one(int a) ${body(61)}`],
    ['one in a namespace', `namespace a {\nnamespace {\ntemplate <class T> void f(T t) ${body(61)}}\n}\n`],
    ['a method', `class a {\npublic:\n    a() : b_{1}, c_(2) {}\n    void f() const ${body(61)}};\n`],
    ['one of a class template', `template <> struct a<b> {\n    static int f() ${body(61)}};\n`],
    ['a constructor with a list', `a::a(int b) : b_{b}, c_(b) ${body(61)}`],
    ['one that says its type behind', `auto f(int a) -> vec ${body(61)}`],
    ['a lambda with a name', `constexpr auto powers = [] ${body(61)}();\n`],
  ])('is found: %s', (_, text) => {
    expect(long(text).map(({ lines }) => lines)).toEqual([61]);
  });

  test.each([
    ['sixty lines', `void f() ${body(60)}`],
    ['a long class of short functions', `class a {\n${'    void f() {}\n'.repeat(100)}};\n`],
    ['a long table', `constexpr int table[] = {\n${'    1,\n'.repeat(100)}};\n`],
    ['braces in strings, comments and characters', `void f() { g("{{", '{'); /* { */ }\n// {\n`],
    ['macros', `#define A(x) void x() { \\\n${'    a(); \\\n'.repeat(70)}    }\nvoid f() {}\n`],
  ])('is not %s', (_, text) => {
    expect(long(text)).toEqual([]);
  });
});
