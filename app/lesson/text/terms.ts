// The entries of the glossary that a lesson can name. An entry with several names ("weight, bias") is found by each of them, in any case.
import { glossaryNames } from './glossaryNames.ts';

interface Found {
  /** The English name of the entry, as the page knows it. */
  id: string;
  /** The Korean name. */
  ko: string;
}

let index: Map<string, Found> | null = null;

export function findTerm(name: string): Found | null {
  index ??= build();
  return index.get(name.toLowerCase()) ?? null;
}

export function termNames(): string[] {
  index ??= build();
  return [...index.keys()];
}

function build(): Map<string, Found> {
  const found = new Map<string, Found>();
  const add = (name: string, entry: Found) => {
    if (name !== '' && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), entry);
  };
  const entries = glossaryNames
    .trim()
    .split('\n')
    .map((line) => line.split(' | ') as [string, string]);
  // Whole names come first, since a part of one may be the whole of another.
  for (const [id, ko] of entries) add(id, { id, ko });
  for (const [id, ko] of entries) {
    const korean = ko.split(', ');
    for (const [k, name] of id.split(', ').entries()) {
      const entry = { id, ko: korean[k] ?? ko };
      add(name, entry);
      for (const without of spellings(name)) add(without, entry);
    }
  }
  return found;
}

/** `fully connected (dense) layer` is also called `fully connected layer` and `dense layer`. */
function spellings(name: string): string[] {
  const [, before = '', inside = '', after = ''] = /^(.*?)\s*\(([^)]*)\)\s*(.*)$/.exec(name) ?? [];
  return inside === '' ? [] : [`${before} ${after}`.trim(), after === '' ? inside : `${inside} ${after}`];
}
