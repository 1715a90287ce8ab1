// Texts and numbers as JavaScript, for a module or for a script inside a page: nothing in a text can end a comment, a string or a script
// element, and no invisible letter stands in the file.
import type { Floats } from '../../contract/model.ts';
import { shortestOf } from '../shortest.ts';

const unsafe = /[<`]|[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

export function jsString(text: string): string {
  return JSON.stringify(text)
    .replaceAll('*/', '*\\u002f')
    .replace(unsafe, (letter) =>
      Array.from({ length: letter.length }, (_, k) => escaped(letter.charCodeAt(k))).join(''),
    );
}

const escaped = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;

/** JSON of numbers, texts, lists and plain objects. */
export function jsValue(value: unknown): string {
  if (typeof value === 'string') return jsString(value);
  if (Array.isArray(value)) return `[${value.map(jsValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (ArrayBuffer.isView(value)) return floats(value as Floats);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{ ${fields.map(([key, field]) => `${key}: ${jsValue(field)}`).join(', ')} }`;
}

function floats(numbers: Floats): string {
  return `new Float32Array([${Array.from(numbers, shortestOf(numbers)).join(',')}])`;
}
