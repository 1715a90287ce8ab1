// Which number columns have outliers, as the findings report them. The figures of a large table may not be known yet: then a sample of
// its rows shows which columns may have outliers, and only these are profiled.
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { farValue, hasOutliers } from '../findings/shapeFindings.ts';
import { present } from '../numbers/moments.ts';
import { quantiles } from '../numbers/quantiles.ts';
import { type SampledColumn, sampleColumns } from '../table/columnSample.ts';
import type { Table } from '../table/table.ts';

/** In the table's order. Rejects with AppError file_changed. */
export async function outlierColumns(table: Table, names: ReadonlySet<string>): Promise<string[]> {
  const asked = () => table.columns.filter(({ name, type }) => type === 'number' && names.has(name));
  const unknown = asked().filter(({ profiled }) => !profiled);
  if (unknown.length > 0) {
    const sample = await sampleColumns(table, unknown);
    for (const column of unknown)
      if (mayHaveOutliers(column, sample.get(column.name))) await table.profile(column.name);
  }
  return asked()
    .filter(hasOutliers)
    .map(({ name }) => name);
}

/** The range is that of all rows, median and quantiles are those of the sample. A column without a sample may have outliers. */
function mayHaveOutliers(column: ColumnSummary, sampled: SampledColumn | undefined): boolean {
  if (sampled?.kind !== 'numbers') return true;
  const numbers = present(sampled.values);
  if (numbers.length === 0) return true;
  const [q5, q25, median, q75, q95] = quantiles(numbers, [0.05, 0.25, 0.5, 0.75, 0.95]);
  return farValue({ ...column, median: median!, quantiles: [q5!, q25!, q75!, q95!] }) !== null;
}
