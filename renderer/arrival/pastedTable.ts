// Whether a pasted text is a table: at least two lines, most of them with the same number of tabs.

/** Lines that are looked at. */
const most = 100;

export function isPastedTable(text: string): boolean {
  const lines = text
    .split(/\r\n|\r|\n/, most)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').length - 1);
  const tabs = lines[0] ?? 0;
  // A cell may hold line ends, which cut a row in two.
  return lines.length >= 2 && tabs > 0 && lines.filter((count) => count === tabs).length > lines.length / 2;
}
