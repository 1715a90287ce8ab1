// Names, texts, numbers and sums as SQL that DuckDB and SQLite both read.

export const quotedName = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const quotedText = (text: string) => `'${text.replaceAll("'", "''")}'`;
/** For a comment: a JSON string of one line. */
export const commented = (text: string) =>
  JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (letter) =>
    Array.from(
      { length: letter.length },
      (_, k) => `\\u${letter.charCodeAt(k).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/** With an exponent, so that DuckDB takes it for a double and not for a decimal. */
export function number(value: number): string {
  const text = String(value);
  const written = text.includes('e') ? text : `${text}e0`;
  return value < 0 ? `(${written})` : written;
}

export const sum = (terms: readonly string[]) => joined(terms, '+');
export const concatenation = (terms: readonly string[]) => joined(terms, '||');

/** In pairs: an expression of a thousand terms in a row would be nested too deeply for SQLite. */
function joined(terms: readonly string[], operator: string): string {
  if (terms.length <= 8) return terms.join(` ${operator} `);
  const middle = Math.ceil(terms.length / 2);
  return [terms.slice(0, middle), terms.slice(middle)]
    .map((half) => `(${joined(half, operator)})`)
    .join(` ${operator} `);
}
