// Choosing several columns as in any list: one beside others, or all from one to another.

/** With `name`, or without it where it was there. */
export function toggled(chosen: readonly string[], name: string): string[] {
  return chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
}

/** All names from the anchor to `name`, in either direction, `name` last; only `name` without an anchor. */
export function extended(names: readonly string[], anchor: string | null, name: string): string[] {
  const from = anchor === null ? -1 : names.indexOf(anchor);
  const to = names.indexOf(name);
  if (from < 0 || to < 0) return [name];
  return from <= to ? names.slice(from, to + 1) : names.slice(to, from + 1).reverse();
}
