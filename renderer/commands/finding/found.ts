// What the palette lists for a query: groups in the order of their best matches, and in each group the best matches first. Without a
// query it lists the actions that are possible now, and the screens.

import { type Entry, type Group, groups } from '../entries/entry.ts';
import { type FoldedText, folded } from './foldedText.ts';
import { matchOf, wordsOf } from './match.ts';

export interface FoundEntry {
  entry: Entry;
  /** The entry's name in NFC; `ranges` are offsets in it. */
  name: string;
  ranges: [number, number][];
}
export interface FoundGroup {
  group: Group;
  found: FoundEntry[];
  /** Number of matches, including those that are not listed. */
  count: number;
}

/** Most entries listed per group, of all groups or of a single one: a table may have thousands of columns. */
const mostOfGroup = { all: 7, one: 100 };
/** Groups listed before anything is typed; columns, runs and terms are found by typing their names. */
const firstGroups: readonly Group[] = ['actions', 'screens'];
/** Least score of a match that is more than scattered letters, even where it is by the other name. */
const surely = 22;
/** Subtracted from a term's score, so that entries that do something come first where both match equally. */
const readLater = 15;
/** Factor for a match by the other name, so that an equal match by the entry's own name comes first. */
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
    // Matches of scattered letters are listed only where there are no better ones.
    const sure = all.filter(({ fits }) => fits >= surely);
    const scored = sure.length > 0 ? sure : all;
    // A stable sort: equal matches stay in the order of the entries.
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
