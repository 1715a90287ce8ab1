// A text of the catalogue in the languages that the page is not in, so that a search finds a term by its name in those too.

import { getLocale, locales } from '../paraglide/runtime.js';

type Locale = (typeof locales)[number];
// biome-ignore lint/suspicious/noExplicitAny: each text has values of its own, which are passed on as they are
type Text = (values: any, options?: { locale?: Locale }) => string;

export const otherLocales = (): Locale[] => locales.filter((locale) => locale !== getLocale());

export function inOtherLanguage(text: Text, values: object = {}): string {
  return otherLocales()
    .map((locale) => text(values, { locale }))
    .join(' ');
}
