// Names of columns, classes, files and runs as they can stand in a line of other text: right-to-left letters and marks in them do
// not reorder what stands beside them. Unicode's isolates (UAX #9), since sentences, labels and SVG text are plain strings. Every value
// of a message goes through it (scripts/messages.js); what a component joins by itself calls it.

/** Hebrew to Arabic Extended, their presentation forms, scripts beyond 16 bits (as surrogates), and marks that set a direction. */
const turning =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe]|[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/;

const [isolate, pop] = ['\u2068', '\u2069'];

/** What is no text, or has nothing in it that turns, comes back as it is. */
export function isolated<Value>(value: Value): Value | string {
  if (typeof value !== 'string' || !turning.test(value)) return value;
  return isolate + balanced(value) + pop;
}

/** Without marks that end an isolate which began outside, and with ends for those that begin inside. */
function balanced(text: string): string {
  let open = 0;
  const kept = [...text].filter((character) => {
    if (character >= '\u2066' && character <= isolate) open++;
    return character !== pop || open-- > 0 || ++open < 0;
  });
  return kept.join('') + pop.repeat(open);
}
