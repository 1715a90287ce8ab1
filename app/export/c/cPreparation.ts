// How raw values become the network's inputs, as C: `@_prepare(raw, inputs)`, and `@_category(input, text)` for the levels.
import type { PreparationStep, RawNumber } from '../portable/preparationSteps.ts';
import { commented, double, textArray } from './cText.ts';

/** @param categories raw values that are categories, with their levels. */
export function categoryText(categories: readonly { raw: number; levels: string[] }[]): string {
  const arrays = categories.map(({ raw, levels }) => textArray(`@_levels_${raw}`, levels));
  const cases = categories.map(
    ({ raw, levels }) =>
      `    if (input == ${raw}) return @_index(@_levels_${raw}, ${levels.length}, text);\n`,
  );
  return `${arrays.join('')}
/* The raw value of a category: its index among the levels of this input, or -1 where it is none of them. The text is
   UTF-8 and trimmed; a missing one is "". */
static inline double @_category(int input, const char *text)
{
${cases.join('')}    return -1.0;
}
`;
}

export function prepareText(steps: readonly PreparationStep[], inputs: number): string {
  const lines = steps.flatMap((step) => [`/* ${commented(step.name)} */`, lineOf(step)]);
  return `static inline void @_prepare(const double raw[@@_INPUTS], double inputs[${inputs}])
{
${lines.map((line) => `    ${line}\n`).join('')}}
`;
}

function lineOf(step: PreparationStep): string {
  if (step.kind === 'levels') {
    const { raw, levels, others, at } = step;
    return `@_one_hot(raw[${raw}], ${levels.indexOf('')}, ${levels.length}, ${others ? 1 : 0}, inputs, ${at});`;
  }
  if (step.kind === 'missing') {
    const any = step.of.map((number) => `@_present(${rawOf(number)})`).join(' && ');
    return `inputs[${step.at}] = ${any} ? 0.0 : 1.0;`;
  }
  const { at, fill, log, mean, scale, limit } = step;
  const rest = [mean, scale, limit].map(double).join(', ');
  const number = log ? `@_log(${rawOf(step)}, ${double(fill)})` : rawOf(step);
  return `inputs[${at}] = @_scaled(${number}, ${double(log ? 0 : fill)}, ${rest});`;
}

const rawOf = ({ raw, levels }: RawNumber) =>
  levels === null ? `raw[${raw}]` : `@_code(raw[${raw}], ${levels.length})`;
