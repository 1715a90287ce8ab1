// The training rows whose inputs are nearest to those of one row of the table, with their truth.
import type { NearestRows as Found } from '../../contract/run/explanation.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { NearestRows } from '../../evaluation/explanation/nearestRows.ts';
import { type Explained, inputPieces, inputsOf } from './explained.ts';

/** Rejects with an AbortError. */
export async function nearestTo(
  explained: Explained,
  { row, count, output = 0 }: { row: number; count: number; output?: number | undefined },
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { table, split, model } = explained;
  if (split.train.length === 0 || row >= table.rows) return { of: 0, rows: [], mean: null };
  const nearest = new NearestRows(await inputsOf(explained, Uint32Array.of(row)), count);
  for await (const piece of inputPieces(explained, split.train, signal))
    nearest.add(piece.features, piece.rows, row);
  const found = nearest.rows;
  const { target } = model.preparation;
  const width = target.kind === 'class' ? 1 : target.columns.length;
  const { truth } = await encodeTargets(
    table,
    target,
    Uint32Array.from(found, (one) => one.row),
  );
  const rows = found.map((one, k) => {
    const own = target.kind === 'class' ? truth[k]! : truth[k * width + output]!;
    const trueClass = target.kind === 'class' ? (target.classes[own] ?? null) : null;
    return { ...one, truth: trueClass === null ? own : own === output ? 1 : 0, trueClass };
  });
  const mean = rows.length === 0 ? null : rows.reduce((sum, one) => sum + one.truth, 0) / rows.length;
  return { of: split.train.length, rows, mean };
}
