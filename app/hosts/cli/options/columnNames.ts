// Options that name columns: each value is one column's name, or several with commas between. Column names may contain commas
// themselves, so the names can be separated only when the table is known.

/**
 * The names that `values` stand for. Of several ways to read a value, the longest name that is there is taken first;
 * what is not a column of the table is kept, without the spaces around it, for the backend to refuse.
 */
export function splitNames(values: readonly string[], columns: readonly string[]): string[] {
  const known = new Set(columns);
  return values.flatMap((value) => namesIn(value, known));
}

function namesIn(value: string, known: ReadonlySet<string>): string[] {
  const pieces = value.split(',');
  const names: string[] = [];
  for (let i = 0; i < pieces.length; ) {
    let end = pieces.length;
    while (end > i + 1 && match(pieces.slice(i, end), known) === null) end -= 1;
    names.push(match(pieces.slice(i, end), known) ?? pieces[i]!.trim());
    i = end;
  }
  return names;
}

function match(pieces: string[], known: ReadonlySet<string>): string | null {
  const joined = pieces.join(',');
  if (known.has(joined)) return joined;
  return known.has(joined.trim()) ? joined.trim() : null;
}
