// The number format of the language that the page is in. Called while rendering it follows a change of language by itself.

import { getLocale } from '../paraglide/runtime.js';
import { NumberFormat } from './numberFormat.ts';

const formats = new Map<string, NumberFormat>();

export function numbers(): NumberFormat {
  const locale = getLocale();
  let format = formats.get(locale);
  if (!format) {
    format = new NumberFormat(locale);
    formats.set(locale, format);
  }
  return format;
}
