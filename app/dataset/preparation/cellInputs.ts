// The network's inputs of one cell that a person types: the same preparation that encode.ts applies to whole columns.
import { type InputPreparation, type Scaled, scalesOf } from '../../contract/model.ts';
import { dateOf } from '../values/dates.ts';
import { levelIndex } from '../values/levelIndex.ts';
import { other } from '../values/numberForm.ts';
import { type Decimal, numberOf } from '../values/spelling.ts';
import { numberInputs, scaledValue } from './scaling.ts';

/** The inputs for `text`, null for a missing cell. Returns null where the text is not a number, a known level or a date. */
export function cellInputs(input: InputPreparation, text: string | null, decimal: Decimal): number[] | null {
  if (input.kind === 'oneHot') return levelInputs(input, text);
  const last = input.indicator ? [text === null ? 1 : 0] : [];
  if (input.kind === 'date') {
    const date = text === null ? null : dateOf(text, input.first);
    if (text !== null && date === null) return null;
    return [...input.parts.map((part) => present(date?.[part.part] ?? Number.NaN, part)), ...last];
  }
  if (text === null) return [...scalesOf(input).map((scaled) => present(Number.NaN, scaled)), ...last];
  const value =
    input.kind === 'numeric' ? typedNumber(text, input, decimal) : levelIndexOf(text, input.levels);
  return value === null ? null : numberInputs(value, input);
}

function typedNumber(
  text: string,
  { unit, decimal: own }: Extract<InputPreparation, { kind: 'numeric' }>,
  usual: Decimal,
): number | null {
  const decimal = own ?? usual;
  return numberOf(text, { decimal, thousands: other(decimal), unit });
}

function present(value: number, scaled: Scaled): number {
  return scaledValue(Number.isNaN(value) ? scaled.median : value, scaled);
}

function levelIndexOf(text: string, levels: string[]): number | null {
  const index = levelIndex([text], levels)[0]!;
  return index < 0 ? null : index;
}

function levelInputs(
  { levels, others }: Extract<InputPreparation, { kind: 'oneHot' }>,
  text: string | null,
): number[] | null {
  const index = text === null ? levels.indexOf('') : (levelIndexOf(text, levels) ?? -1);
  if (index < 0 && others === undefined) return null;
  const inputs = levels.map((_, k) => (k === index ? 1 : 0));
  return others === undefined ? inputs : [...inputs, index < 0 ? 1 : 0];
}
