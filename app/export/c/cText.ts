// Any text as a part of a C file: names as comments and as string literals, numbers as literals. What stands in a table
// can neither end a comment nor a string, nor is there a trigraph, an invisible letter, or a letter outside ASCII in a string. `@_` stands for
// the prefix of the file's names until it is complete.
import { shortestFloat32 } from '../shortest.ts';

/** What C99 lets a compiler limit a string literal to; longer ones are warned of. */
const mostLiteral = 4_000;

/** For the inside of a comment that may go over several lines: one line. */
export function commented(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replace(/\?(?=\?)/g, '? ')
    .replace(/@(?=[@_])/g, '@ ')
    .replaceAll('\\', '\u29f5');
}

/** The UTF-8 bytes of the text as a string literal in ASCII. */
function literal(text: string): string {
  const bytes = Buffer.from(text);
  const written = Array.from(bytes, (byte) => {
    const letter = String.fromCharCode(byte);
    // Three octal digits end the escape, whatever follows.
    return byte >= 0x20 && byte < 0x7f && !'"\\?@'.includes(letter)
      ? letter
      : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${written.join('')}"`;
}

/** Reads back as the same double. */
export function double(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  const text = Object.is(value, -0) ? '-0.0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Reads back as the same float. */
export function float(value: number): string {
  const text = shortestFloat32(value);
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

/** `static const TYPE NAME[COUNT] = {...};` in lines of some 100 letters. */
export function array(type: string, name: string, values: readonly string[]): string {
  const lines: string[] = [];
  let line = '   ';
  for (const [i, value] of values.entries()) {
    if (line.length + value.length > 100) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${value}${i + 1 < values.length ? ',' : ''}`;
  }
  lines.push(line);
  return `static const ${type} ${name}[${values.length}] = {\n${lines.join('\n')}\n};\n`;
}

/** `static const char *const NAME[COUNT]`; very long texts are arrays of their own. C has no array without elements. */
export function textArray(name: string, texts: readonly string[]): string {
  const isLong = (text: string) => Buffer.byteLength(text) > mostLiteral;
  const long = texts.map((text, k) =>
    isLong(text)
      ? array(
          'char',
          `${name}_${k}`,
          [...Buffer.from(text), 0].map((byte) => `(char)${byte}`),
        )
      : '',
  );
  const values = texts.map((text, k) => (isLong(text) ? `${name}_${k}` : literal(text)));
  return `${long.join('')}${array('char *const', name, values.length === 0 ? ['""'] : values)}`;
}
