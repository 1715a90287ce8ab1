// Numbers and tables as a person reads them in a terminal: four significant digits, columns that line up.

/** Four significant digits, e.g. `0.9565`, `12.35`, `12346`, `1.235e-7`; `-` for null. */
export function figure(value: number | null): string {
  if (value === null) return '-';
  const size = Math.abs(value);
  if (size >= 1e4 && size < 1e15) return value.toFixed(0);
  return String(Number(value.toPrecision(4)));
}

/** How far predictions are apart, e.g. `3.1e-7`; `0` for 0. */
export function difference(largest: number): string {
  return largest === 0 ? '0' : largest.toExponential(1).replace('.0e', 'e');
}

/** e.g. `4 ms`, `0.42 s`, `1.2 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 0.0995) return `${figure(Number((seconds * 1_000).toPrecision(2)))} ms`;
  if (seconds < 0.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

/** e.g. `1 row`, `150 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Decimal units: 14.7 KB. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(1)} ${units[power]}`;
}

/** Lines with columns of one width, two spaces between; `right` says which columns are numbers. */
export function table(rows: readonly (readonly string[])[], right: readonly boolean[]): string[] {
  const widths = right.map((_, k) => Math.max(...rows.map((row) => width(row[k] ?? ''))));
  return rows.map((row) =>
    right
      .map((isRight, k) => {
        const cell = row[k] ?? '';
        const gap = ' '.repeat(widths[k]! - width(cell));
        return isRight ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** What a file says must neither break a line nor steer the terminal. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

/** A cell's text on one line, cut to `most` terminal columns. */
export function short(text: string, most = 24): string {
  // Only the beginning can show: a cell may be a megabyte long.
  const characters = Array.from(oneLine(text.slice(0, 2 * most + 2)));
  if (width(characters.join('')) <= most && characters.join('').length === text.length)
    return characters.join('');
  while (width(characters.join('')) > most - 1) characters.pop();
  return `${characters.join('')}…`;
}

/** Terminal columns that the text takes: two for a Chinese, Japanese or Korean character. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}
