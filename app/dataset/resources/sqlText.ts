// Writes texts in DuckDB's SQL: as literals, and as paths whose `*` and `?` are not taken for patterns.

/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB takes a path for a pattern: in one, [*] is the star itself, and a backslash stays one. */
export function filePattern(path: string): string {
  return path.replace(/[[*?]/g, (character) => `[${character}]`);
}
