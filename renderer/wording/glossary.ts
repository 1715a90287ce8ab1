// The terms of docs/glossary.md with their meanings, in the language of the page.

import { getLocale } from '../paraglide/runtime.js';
import terms from './glossaryTerms.json' with { type: 'json' };
import { otherLocales } from './otherLanguage.ts';

export interface Term {
  /** Its English name, which is unique. */
  id: string;
  name: string;
  /** Its name in the other language. */
  also: string;
  meaning: string;
}

export function glossary(): Term[] {
  const locale = getLocale();
  return terms.map(({ term, meaning }) => ({
    id: term.en,
    name: term[locale],
    also: otherLocales()
      .map((other) => term[other])
      .join(', '),
    meaning: meaning[locale],
  }));
}

/** Meaning of a term, or '' where the glossary has no such term. @param id the term's English name. */
export function meaningOf(id: string): string {
  return terms.find(({ term }) => term.en === id)?.meaning[getLocale()] ?? '';
}
