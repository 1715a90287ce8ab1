// What pressing a remedy does, as a verb that says the outcome.

import type { Remedy } from '../../../../app/contract/issues/remedies.ts';
import type { ColumnPreparation } from '../../../../app/contract/spec/columnPreparation.ts';
import { m } from '../../../paraglide/messages.js';
import { counts } from '../../../wording/counts.ts';
import { numbers } from '../../../wording/numbers.ts';

/** Names longer than this make no button any more. */
const longest = 28;

/** null for what is put right on the model screen (model/remedyWords.ts). */
export function remedyWords(remedy: Remedy): string | null {
  switch (remedy.kind) {
    case 'role': {
      const columns = columnWords(remedy.columns);
      if (remedy.role === 'ignored') return m.remedy_ignore({ columns });
      return remedy.role === 'group' ? m.remedy_group({ columns }) : m.remedy_use({ columns });
    }
    case 'type':
      return m.remedy_type({
        columns: columnWords(remedy.columns),
        type: m[`dataset_type_${remedy.type}`](),
      });
    case 'prepare':
      return preparationWords(remedy.prepare);
    case 'balanceClasses':
      return m.remedy_balance();
    case 'dropDuplicates':
      return m.remedy_duplicates();
    case 'settings':
    case 'removeLayer':
      return null;
  }
}

function columnWords(columns: readonly string[]): string {
  const [first = ''] = columns;
  if (columns.length > 1) return counts.columns(columns.length);
  return first.length > longest ? `${first.slice(0, longest)}…` : first;
}

function preparationWords({
  scaling,
  log,
  missing,
  indicator,
  encoding,
  levels,
  other,
}: ColumnPreparation): string {
  if (log !== undefined) return log ? m.remedy_log() : m.remedy_log_off();
  if (scaling !== undefined) return m.remedy_scale({ scaling: m[`prepare_scaling_${scaling}`]() });
  if (levels !== undefined) return m.remedy_levels({ count: numbers().whole(levels) });
  if (other) return m.remedy_other();
  if (encoding !== undefined) return m.remedy_encoding({ encoding: m[`prepare_encoding_${encoding}`]() });
  if (indicator) return m.remedy_indicator();
  if (missing !== undefined)
    return m.remedy_missing({
      value: typeof missing === 'number' ? numbers().exact(missing) : m[`prepare_missing_${missing}`](),
    });
  return m.remedy_prepare();
}
