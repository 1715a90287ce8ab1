// Which letters stay on the line of what stands before them. A Korean particle follows a term, a number or a formula without a space; a
// browser may break the line there, and behind a bracket, a quotation mark or a digit. Nor is a shape such as 3 × 4 broken.

import type { Inline } from '../../../../app/contract/lesson/lesson.ts';

export interface HeldPart {
  part: Inline;
  /** The letters that stay with it, up to the next space; they are no longer in the text behind it. */
  held: string;
}

/** No line breaks at a word joiner. */
const joiner = '\u2060';

export function heldParts(parts: readonly Inline[]): HeldPart[] {
  const found: HeldPart[] = [];
  let taken = 0;
  for (const [k, part] of parts.entries()) {
    const next = parts[k + 1];
    const held = holds(part) && next?.kind === 'text' ? (/^\p{Letter}\S*/u.exec(next.text)?.[0] ?? '') : '';
    found.push({
      part: part.kind === 'text' ? { ...part, text: joined(part.text.slice(taken)) } : part,
      held,
    });
    taken = held.length;
  }
  return found;
}

/** Plain words need nothing: between letters no line breaks. */
function holds(part: Inline): boolean {
  if (part.kind === 'strong' || part.kind === 'emphasis') return part.parts.some(holds);
  return part.kind === 'term' || part.kind === 'value' || part.kind === 'math';
}

function joined(text: string): string {
  return text
    .replaceAll(' × ', '\u00a0×\u00a0')
    .replace(/[)\]"'”’\d](?=\p{Script=Hangul})/gu, (before) => before + joiner);
}
