// What the palette lists for a query: groups, the one with the best match first; in each the best matches first. Without a query, what
// can be done next.

import { type Entry, type Group, groups } from '../entries/entry.ts';
import { type FoldedText, folded } from './foldedText.ts';
import { matchOf, wordsOf } from './match.ts';

export interface FoundEntry {
  entry: Entry;
  /** The name in NFC, which the ranges belong to. */
  name: string;
  ranges: [number, number][];
}
export interface FoundGroup {
  group: Group;
  found: FoundEntry[];
  /** How many match; more than are listed. */
  count: number;
}

/** Nobody reads further; a table may have thousands of columns. */
const mostOfGroup = { all: 7, one: 100 };
/** Listed before anything is typed: columns, runs and terms are looked for by their names. */
const firstGroups: readonly Group[] = ['actions', 'screens'];
/** From here on a match is more than letters with others between, also one by the other name. */
const surely = 22;
/** A term is read; what can be done comes before it where both fit alike. */
const readLater = 15;
/** What is found only by its other name comes after all that is found by its own as well as this. */
const otherName = 0.7;

interface Searched {
  entry: Entry;
  name: FoldedText;
  also: FoldedText | null;
}

/** Made once for a list of entries. */
export class Finder {
  readonly #entries: readonly Searched[];

  constructor(entries: readonly Entry[]) {
    this.#entries = entries.map((entry) => ({
      entry,
      name: folded(entry.name),
      also: entry.also === undefined ? null : folded(entry.also),
    }));
  }

  /** @param only one group, null for all. */
  find(query: string, only: Group | null): FoundGroup[] {
    const words = wordsOf(query);
    const most = only === null ? mostOfGroup.all : mostOfGroup.one;
    if (words.length === 0) return this.#unasked(only === null ? firstGroups : [only]);
    const all = this.#entries.flatMap((one) => {
      if (only !== null && one.entry.group !== only) return [];
      const own = matchOf(words, one.name);
      const other = one.also && matchOf(words, one.also);
      if (!own && !other) return [];
      const fits = Math.max(own?.score ?? 0, (other?.score ?? 0) * otherName);
      const score = one.entry.group === 'terms' ? fits - readLater : fits;
      return [{ fits, score, found: { ...shown(one), ranges: own?.ranges ?? [] } }];
    });
    // Letters that are far apart are a guess, of use where there is nothing better.
    const sure = all.filter(({ fits }) => fits >= surely);
    const scored = sure.length > 0 ? sure : all;
    // Stable: what fits alike stays in the order of the entries.
    scored.sort((a, b) => b.score - a.score);
    const order = [...new Set(scored.map(({ found }) => found.entry.group))];
    return order.map((group) => {
      const some = scored.filter(({ found }) => found.entry.group === group).map(({ found }) => found);
      return { group, found: some.slice(0, most), count: some.length };
    });
  }

  #unasked(some: readonly Group[]): FoundGroup[] {
    return groups
      .filter((group) => some.includes(group))
      .sort((a, b) => some.indexOf(a) - some.indexOf(b))
      .map((group) => {
        const all = this.#entries.filter(({ entry }) => entry.group === group);
        const can = some.length > 1 ? all.filter(({ entry }) => entry.reason === null) : all;
        return { group, found: can.slice(0, mostOfGroup.one).map(shown), count: all.length };
      })
      .filter(({ found }) => found.length > 0);
  }
}

function shown({ entry, name }: Searched): FoundEntry {
  return { entry, name: name.text, ranges: [] };
}
