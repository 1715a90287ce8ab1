// A state comes whole with every message, most of it as it was. What has not changed is kept from the one before, so that whoever
// shows a part of it is not asked to draw the same again: a pause of a run redraws no table.

/** `after`, in which every part that equals its counterpart in `before` is that counterpart. Both are JSON values. */
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
