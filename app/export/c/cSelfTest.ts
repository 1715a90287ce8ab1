// The golden rows as C with a `main` that predicts them: it prints the largest difference, and fails where that is more than 1e-5.
import type { GoldenRows } from '../../contract/run/goldenRows.ts';
import type { RawInput } from '../portable/rawInputs.ts';
import { array, double, textArray } from './cText.ts';

/** @param hasClasses, hasMargin: whether the header has these functions, which are then called too. */
export function selfTestText(
  { values, predictions }: GoldenRows,
  rawInputs: readonly RawInput[],
  { hasClasses, hasMargin }: { hasClasses: boolean; hasMargin: boolean },
): string {
  const numbers = values.flatMap((row) =>
    row.map((value) => double(typeof value === 'number' ? value : Number.NaN)),
  );
  const categories = rawInputs.flatMap(({ kind }, k) => (kind === 'category' ? [k] : []));
  const texts = values.flatMap((row) => categories.map((k) => String(row[k] ?? '')));
  const encode = categories.map(
    (raw, k) =>
      `        raw[${raw}] = @_category(${raw}, @_golden_texts[row * ${categories.length} + ${k}]);\n`,
  );
  const calls = [
    ...(hasClasses ? ['        if (@_class(out) < 0) return 1;\n'] : []),
    ...(hasMargin ? ['        if (@_margin(0.5, 0) < 0.0) return 1;\n'] : []),
    ...(hasMargin && hasClasses ? ['        if (@_in_set(out, 0.5, @_class(out)) == 0) return 1;\n'] : []),
  ];
  return `
#ifdef CHAINRULE_SELF_TEST
#include <stdio.h>
#define @@_GOLDEN_ROWS ${values.length}
${array('double', '@_golden_raw', numbers)}${texts.length === 0 ? '' : textArray('@_golden_texts', texts)}${array('double', '@_golden_out', predictions.flat().map(double))}
int main(void)
{
    double largest = 0.0;
    (void)@_input_names;
    (void)@_output_names;
    for (int row = 0; row < @@_GOLDEN_ROWS; row++) {
        double raw[@@_INPUTS];
        double out[@@_OUTPUTS];
        for (int k = 0; k < @@_INPUTS; k++) raw[k] = @_golden_raw[row * @@_INPUTS + k];
${encode.join('')}        @_predict(raw, out);
${calls.join('')}        for (int k = 0; k < @@_OUTPUTS; k++) {
            double expected = @_golden_out[row * @@_OUTPUTS + k];
            double typical = 0.0;
            for (int r = 0; r < @@_GOLDEN_ROWS; r++) {
                double other = @_golden_out[r * @@_OUTPUTS + k];
                typical += other * other / (double)@@_GOLDEN_ROWS;
            }
            typical = sqrt(typical);
            if (fabs(expected) > typical) typical = fabs(expected);
            /* Written so that NAN fails. */
            if (!(fabs(out[k] - expected) <= largest * typical)) largest = fabs(out[k] - expected) / typical;
        }
    }
    printf("%d golden rows, largest difference %.1e\\n", @@_GOLDEN_ROWS, largest);
    return largest <= 1e-5 ? 0 : 1;
}
#endif
`;
}
