// One line of --json: an object with its `type` first. JSON has no NaN and no infinity: such a number becomes null, and `notFinite` gives
// its path and its value, to tell it from a missing number.

/** Ends with a line break. */
export function jsonLine(type: string, fields: object): string {
  const notFinite: Record<string, string> = {};
  const plain = finite(fields, '', notFinite);
  const found = Object.keys(notFinite).length > 0 ? { notFinite } : {};
  return `${JSON.stringify({ type, ...(plain as object), ...found })}\n`;
}

function finite(value: unknown, path: string, found: Record<string, string>): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    found[path] = String(value);
    return null;
  }
  if (Array.isArray(value)) return value.map((item, i) => finite(item, below(path, String(i)), found));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, finite(item, below(path, key), found)]),
    );
  }
  return value;
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
