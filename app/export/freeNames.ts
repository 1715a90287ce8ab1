// Names for new columns that the file's own columns do not have.

/** `wanted` with `_2`, `_3`, ... where the name is taken. */
export function freeNames(taken: readonly string[], wanted: readonly string[]): string[] {
  const used = new Set(taken);
  return wanted.map((name) => {
    let free = name;
    for (let n = 2; used.has(free); n++) free = `${name}_${n}`;
    used.add(free);
    return free;
  });
}
