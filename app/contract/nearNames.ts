// The names nearest to a mistyped one: first those that differ only in case or blanks, then those that contain it, then by edit
// distance.

/** At most five of `names`, nearest first. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const key = plain(wanted);
  const ranked = names.map((name, index) => ({ name, index, ...distanceOf(key, plain(name)) }));
  ranked.sort((a, b) => a.kind - b.kind || a.edits - b.edits || a.index - b.index);
  return ranked.slice(0, 5).map((entry) => entry.name);
}

/** Whether `name` may be what was meant by `wanted`: they share more than half of their letters. */
export function isNear(wanted: string, name: string): boolean {
  const [a, b] = [plain(wanted), plain(name)];
  const { kind, edits } = distanceOf(a, b);
  return kind === 0 || edits * 2 <= Math.max(a.length, b.length);
}

function plain(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_.-]+/g, '')
    .slice(0, 64);
}

function distanceOf(a: string, b: string): { kind: number; edits: number } {
  const contained = a.length > 2 && (b.includes(a) || (b.length > 2 && a.includes(b)));
  return { kind: contained || a === b ? 0 : 1, edits: editDistance(a, b) };
}

/** The Levenshtein distance, one matrix row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
