// The backend's English sentences hold numbers as a program writes them: 700000 or -1,200.5 rows. Here they are written as everywhere on screen.
// Only numbers that the sentence's values name are touched, and none in quotation marks: those are words of the file.

import type { Values } from '../../app/contract/issues/values.ts';
import type { NumberFormat } from './numberFormat.ts';

const quotedOrNumber =
  /"[^"]*"|“[^”]*”|(?<![\w.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?(?!\w|[,.]\d)/g;

export function groupNumbers(message: string, values: Values, format: NumberFormat): string {
  const named = new Set(Object.values(values).filter((value) => typeof value === 'number'));
  return message.replace(quotedOrNumber, (found) => {
    const value = Number(found.replaceAll(',', ''));
    return named.has(value) ? format.exact(value) : found;
  });
}
