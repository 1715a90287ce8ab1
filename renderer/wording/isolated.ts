// Isolates names of columns, classes, files and runs within other text, so that right-to-left letters in them do not reorder the text
// beside them. Uses Unicode's isolates (UAX #9), since sentences, labels and SVG text are plain strings. Every value of a message goes
// through `isolated` (scripts/messages.js); a component that joins names itself calls it.

/** Hebrew to Arabic Extended, their presentation forms, scripts beyond 16 bits (as surrogates), and marks that set a direction. */
const turning =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe]|[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/;

const [isolate, pop] = ['\u2068', '\u2069'];

/** Values that are not text, or have no right-to-left characters or direction marks, are returned unchanged. */
export function isolated<Value>(value: Value): Value | string {
  if (typeof value !== 'string' || !turning.test(value)) return value;
  return isolate + balanced(value) + pop;
}

/** Removes marks that would end an isolate from outside the text, and closes isolates that the text leaves open. */
function balanced(text: string): string {
  let open = 0;
  const kept = [...text].filter((character) => {
    if (character >= '\u2066' && character <= isolate) open++;
    return character !== pop || open-- > 0 || ++open < 0;
  });
  return kept.join('') + pop.repeat(open);
}
