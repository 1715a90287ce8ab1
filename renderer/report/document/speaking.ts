// Writes something in a language that may not be the page's.

import { getLocale, overwriteGetLocale } from '../../paraglide/runtime.js';

/** All texts that `write` asks for are in this language; the page's own comes back before anything else can ask for it. */
export function speaking(language: ReturnType<typeof getLocale>, write: () => string): string {
  const before = getLocale;
  overwriteGetLocale(() => language);
  try {
    return write();
  } finally {
    overwriteGetLocale(before);
  }
}
