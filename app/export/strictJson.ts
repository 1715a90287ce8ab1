// JSON from a file that anyone may have written. JSON.parse takes the last of two equal keys without a word, so that two readers may see two
// different models in one file; such a text is refused, and so is one that is nested so deeply that later steps would exhaust the stack.

/** Far deeper than any of our files: a run spec has six levels. */
const deepest = 64;

/** Throws an Error that says why, where it is not JSON or is refused. */
export function parseStrictly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  refuseRepeatedKeys(text);
  return value;
}

/** @param text is JSON */
function refuseRepeatedKeys(text: string): void {
  /** Of each object that is open its keys so far, of each array null. */
  const open: (Set<string> | null)[] = [];
  let keyComes = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      const end = endOfString(text, at);
      if (keyComes) addKey(open.at(-1)!, text.slice(at, end + 1));
      keyComes = false;
      at = end;
    } else if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? new Set() : null);
      if (open.length > deepest) throw new Error(`it is nested more than ${deepest} levels deep`);
      keyComes = sign === '{';
    } else if (sign === '}' || sign === ']') {
      open.pop();
      keyComes = false;
    } else if (sign === ',') keyComes = open.at(-1) != null;
  }
}

/** Index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function addKey(keys: Set<string> | null, quoted: string): void {
  const key: string = JSON.parse(quoted);
  if (keys?.has(key)) throw new Error(`it has the key ${quoted} twice`);
  keys?.add(key);
}
