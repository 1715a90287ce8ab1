// Counts with their nouns, in the language of the page: `1 row`, `1,461 rows`, `1,461행`.

import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

function counted(message: (inputs: { count: number; text: string }) => string) {
  return (count: number): string => message({ count, text: numbers().whole(count) });
}

export const counts = {
  rows: counted(m.count_rows),
  columns: counted(m.count_columns),
  inputs: counted(m.count_inputs),
  parameters: counted(m.count_parameters),
  levels: counted(m.count_levels),
  classes: counted(m.count_classes),
  epochs: counted(m.count_epochs),
  units: counted(m.count_units),
  goldenRows: counted(m.export_golden_rows),
  skipped: counted(m.dialect_skipped_lines),
  problemRows: counted(m.problems_count),
  problemsInSample: counted(m.preview_problems),
};
