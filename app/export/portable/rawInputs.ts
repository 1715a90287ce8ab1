// What another program hands in for a row: the columns that the model reads, as numbers and texts. A date column comes as one number for
// each part that the model reads, since most formats cannot read dates.
import type { InputPreparation, Preparation } from '../../contract/model.ts';

export type RawInput =
  /** A number; missing is NaN, in JSON null. `name` is the column's or, of a part of a date, `<column>.<part>`. */
  | { kind: 'number'; name: string; column: string }
  /** A text, trimmed; missing is ''. What is not among the levels is an unseen category. */
  | { kind: 'category'; name: string; column: string };

/** In the order of the preparation. */
export function rawInputsOf({ inputs }: Preparation): RawInput[] {
  return inputs.flatMap(rawInputsOfColumn);
}

export function rawInputsOfColumn(input: InputPreparation): RawInput[] {
  const { column } = input;
  switch (input.kind) {
    case 'numeric':
      return [{ kind: 'number', name: column, column }];
    case 'date':
      return input.parts.map(({ part }) => ({ kind: 'number', name: `${column}.${part}`, column }));
    case 'oneHot':
    case 'ordinal':
      return [{ kind: 'category', name: column, column }];
  }
}
