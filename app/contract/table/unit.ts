// The unit of a number column: the sign that stands beside its numbers in the file, such as `$`, `%`, `kg`. The numbers are read
// without it; it is written wherever a value in the column's units is shown. A score such as R², a share or a standardised value
// has no unit.
import { z } from 'zod';

export const unitSchema = z.strictObject({
  text: z.string().min(1).max(20).describe('the sign as written, such as $, USD, %, kg'),
  before: z.boolean().describe('whether it stands before the number'),
});
export type Unit = z.infer<typeof unitSchema>;

/** A sign that ends in a letter needs a space before the number: `USD 5`, but `$5`, `R$5`. */
const endsInLetter = /[\p{L}.]$/u;
/** What is written right behind a number; all else has a space: `95 kg`, `5 €`, `21 °C`, but `12.5%`, `90°`, `1,234원`. */
const joined =
  /^(?:[%％‰°′″]$|%p$|\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana})/u;

/** A written number with its unit: `$1,200`, `-$5`, `12.5%`, `95 kg`. `number` may begin with a minus or plus sign of any kind. */
export function withUnit(number: string, unit: Unit | undefined): string {
  if (unit === undefined) return number;
  const { text, before } = unit;
  if (!before) return joined.test(text) ? number + text : `${number} ${text}`;
  const [, sign = '', digits = ''] = /^([-−+±]?)(.*)$/s.exec(number) ?? [];
  return endsInLetter.test(text) ? `${sign}${text} ${digits}` : sign + text + digits;
}

/** The unit that all of some columns have; undefined where they differ or have none. */
export function sharedUnit(units: readonly (Unit | undefined)[]): Unit | undefined {
  const [first, ...rest] = units;
  return rest.every((unit) => unit?.text === first?.text && unit?.before === first?.before)
    ? first
    : undefined;
}
