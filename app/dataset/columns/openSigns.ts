// A column of plain numbers such as `12.345` and `678`, which may be thousands or have three decimals. The first rows of the file show
// whether that is open (`Layout.open`); all numbers of the column confirm it. No text is needed.
import type { CellStore } from '../cells/cellStore.ts';
import type { CellFormat } from '../values/spelling.ts';
import { type Ambiguous, ambiguousIn } from './formIssues.ts';

/** A number of the column that `format` reads and the other decimal sign would, too; null where some number shows how the others are
 *  meant. */
export async function openSign(
  store: CellStore,
  index: number,
  format: CellFormat,
): Promise<Ambiguous | null> {
  const example = store.scan.layout.open.examples[index] ?? null;
  if (example === null) return null;
  const found = ambiguousIn(example, format);
  // Read as decimals, such numbers are below a thousand and have at most three decimals; as thousands they are whole.
  const asThousands = Number.isInteger(found.value);
  for (const value of await store.numbers(index)) {
    const size = Math.abs(value);
    if (Number.isNaN(value)) continue;
    if (asThousands ? !Number.isInteger(value) : size >= 1_000 || !isThousandth(size)) return null;
  }
  return found;
}

function isThousandth(size: number): boolean {
  return Math.abs(size * 1_000 - Math.round(size * 1_000)) < 1e-6;
}
