// CSV text that another program wrote, as fields: comma, quotes doubled inside quotes, lines that may end with CR LF.

export function fieldsOf(csv: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, field, end] of csv.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\r?\n|$)/g)) {
    lines.at(-1)!.push(field!.startsWith('"') ? field!.slice(1, -1).replaceAll('""', '"') : field!);
    if (end !== ',') lines.push([]);
  }
  return lines.filter((line) => line.length > 1 || line[0] !== '').filter((line) => line.length > 0);
}
