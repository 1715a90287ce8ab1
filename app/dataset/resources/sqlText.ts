// How texts are written in DuckDB's SQL: literals, and paths that it would take for patterns.

/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB takes a path for a pattern: in one, [*] is the star itself, and a backslash stays one. */
export function filePattern(path: string): string {
  return path.replace(/[[*?]/g, (character) => `[${character}]`);
}
