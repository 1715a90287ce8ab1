// What a form or a sheet tells of each raw value: its unit, the range of the training rows, the categories, and a value to begin with.
import type { InputPreparation } from '../../contract/model.ts';
import { goldenRowCount } from '../../contract/run/goldenRows.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { type RawInput, rawInputsOfColumn } from '../portable/rawInputs.ts';

export interface InputFacts {
  name: string;
  kind: RawInput['kind'];
  unit?: string;
  /** Categories, without the one of missing values. */
  levels?: string[];
  min?: number;
  max?: number;
  /** The number that stands in for a missing one, or the most frequent category of the golden rows. */
  typical: number | string;
  /** For a part of a date: which column, and which part. */
  column?: string;
  part?: string;
}

/** One for each of rawInputsOf. */
export function inputFacts({ model }: PortableModel): InputFacts[] {
  let at = 0;
  return model.preparation.inputs.flatMap((input) => {
    const values = (k: number) =>
      (model.goldenRows?.values ?? []).slice(0, goldenRowCount).map((row) => row[k]!);
    const facts = rawInputsOfColumn(input).map((raw, k) => factsOf(input, raw, k, values(at + k)));
    at += facts.length;
    return facts;
  });
}

function factsOf(
  input: InputPreparation,
  { name, kind }: RawInput,
  k: number,
  golden: unknown[],
): InputFacts {
  if (input.kind === 'oneHot' || input.kind === 'ordinal') {
    const levels = input.levels.filter((level) => level !== '');
    return { name, kind, levels, typical: mostFrequent(golden, levels) };
  }
  const { median, min, max } = input.kind === 'date' ? input.parts[k]! : input;
  const range = min === undefined || max === undefined ? {} : { min, max };
  const unit = input.kind === 'numeric' && input.unit !== undefined ? { unit: input.unit.text } : {};
  const part = input.kind === 'date' ? { column: input.column, part: input.parts[k]!.part } : {};
  return { name, kind, ...unit, ...range, ...part, typical: median };
}

function mostFrequent(golden: unknown[], levels: readonly string[]): string {
  const count = (level: string) => golden.filter((value) => value === level).length;
  return levels.reduce((best, level) => (count(level) > count(best) ? level : best), levels[0] ?? '');
}
