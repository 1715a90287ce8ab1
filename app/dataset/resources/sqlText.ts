// Writes texts for DuckDB's SQL: as literals, and as paths whose `*` and `?` are not wildcards.

/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB treats a path as a pattern: [*] stands for a literal star, and a backslash is literal. */
export function filePattern(path: string): string {
  return path.replace(/[[*?]/g, (character) => `[${character}]`);
}
