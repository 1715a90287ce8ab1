// A column of plain numbers such as `12.345` and `678`, which may be thousands or have three decimals. The first rows of the file show
// whether that is open (`Layout.open`); all numbers of the column confirm it. No text is needed.
import type { Issue } from '../../contract/issues/issues.ts';
import type { CellStore } from '../cells/cellStore.ts';
import { ambiguousIn, ambiguousIssue } from './formIssues.ts';

/** Empty where some number shows how the others are meant. */
export async function openSignIssues(store: CellStore, index: number, name: string): Promise<Issue[]> {
  const { open, format } = store.scan.layout;
  const example = open.examples[index] ?? null;
  if (example === null) return [];
  const found = ambiguousIn(example, format);
  // Read as decimals, such numbers are below a thousand and have at most three decimals; as thousands they are whole.
  const asThousands = Number.isInteger(found.value);
  for (const value of await store.numbers(index)) {
    const size = Math.abs(value);
    if (Number.isNaN(value)) continue;
    if (asThousands ? !Number.isInteger(value) : size >= 1_000 || !isThousandth(size)) return [];
  }
  return [ambiguousIssue(name, found)];
}

function isThousandth(size: number): boolean {
  return Math.abs(size * 1_000 - Math.round(size * 1_000)) < 1e-6;
}
