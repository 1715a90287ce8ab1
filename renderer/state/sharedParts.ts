// Every message brings the whole state, most of it unchanged. Unchanged parts are replaced by the objects of the state before, so that
// components that show them are not redrawn: a pause of a run redraws no table.

/** `after`, with every part that equals its counterpart in `before` replaced by that object. Both are JSON values; changes `after`. */
export function withSharedParts<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const old = before as Record<string, unknown>;
  const next = after as Record<string, unknown>;
  const names = Object.keys(next);
  let same = names.length === Object.keys(old).length;
  for (const name of names) {
    next[name] = withSharedParts(old[name], next[name]);
    if (!(name in old) || !Object.is(next[name], old[name])) same = false;
  }
  return same ? (before as T) : after;
}
