// Cells of the form as numbers and back, with the decimal sign of their column.
import type { FormColumn } from '../../../../../app/contract/run/prediction.ts';

type NumberColumn = Extract<FormColumn, { kind: 'number' }>;

/** null for a missing cell, or one that is no number. */
export function numberOf(cell: string | null, { decimal }: NumberColumn): number | null {
  if (cell === null) return null;
  const value = Number(decimal === '.' ? cell : cell.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

export function cellOf(value: number, { decimal }: NumberColumn): string {
  return decimal === '.' ? String(value) : String(value).replace('.', ',');
}
