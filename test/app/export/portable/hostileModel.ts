// A model without a hidden layer whose names and categories are what a format might trip over, with the predictions that follow from its few
// weights. It is an ensemble of two networks.
import type { Model } from '../../../../app/contract/model.ts';
import type { PortableModel } from '../../../../app/export/portable/portableModel.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { exampleModel } from '../exampleModel.ts';

export const hostileTexts = [
  '',
  '*/ int x; /*',
  '??/',
  '"',
  "'; DROP TABLE t; --",
  '\\',
  '</script><script>alert(1)</script>',
  '<!--',
  '=1+1',
  '@SUM(A1)',
  '@_predict @@_INPUTS',
  'a\nb',
  '$\u007bx}`',
  '__proto__',
  'constructor',
  '\u202eevil',
  '빨강 é 😀',
  'a?b',
  'A',
  'a',
  ']]>&amp;',
  '%s%n',
  'x'.repeat(5_000),
];
const number = '=1+1 */ ??/ " \\ @_x </script> <!-- 빨강\n}';

/** weight[0] is that of the number (scaled: (x - 1) / 2), then one for each text. */
const weight = Float32Array.from([3, ...hostileTexts.map((_, k) => k * k - 4 * k + 0.5)]);
const bias = 0.25;
export const hostileTarget = '둘 */ </script> "\\\n--';

export function hostileModel(): {
  portable: PortableModel;
  values: (number | string)[][];
  predictions: number[][];
} {
  const inputs = weight.length;
  const layer = { inputs, outputs: 1, weight, bias: Float32Array.of(bias) };
  const other = { ...layer, weight: weight.map((w) => 2 * w) };
  const values: (number | string)[][] = [...hostileTexts, 'never seen'].map((text, k) => [
    k % 5 === 4 ? Number.NaN : k / 8,
    text,
  ]);
  const predictions = values.map(([x, text]) => {
    const k = hostileTexts.indexOf(String(text));
    const known = Number.isNaN(x) ? 5 : Number(x);
    const z = ((known - 1) / 2) * 3 + (k < 0 ? 0 : weight[k + 1]!);
    return [1.5 * z * 10 + bias * 10 - 7];
  });
  const goldenRows = {
    values: values.map((row) => row.map((value) => (Number.isNaN(value) ? null : value))),
    predictions,
  };
  const { spec, ...example } = exampleModel();
  const training = { ...spec.training, ensemble: { folds: 2, seeds: 1 } };
  const model: Model = {
    ...example,
    spec: { ...spec, model: { ...spec.model, layers: [] }, training },
    preparation: {
      inputs: [
        { kind: 'numeric', column: number, median: 5, mean: 1, scale: 2 },
        { kind: 'oneHot', column: '</script>`$\u007b1}`"*/??/\\', levels: hostileTexts },
      ],
      target: { kind: 'numeric', columns: [{ name: hostileTarget, mean: -7, scale: 10 }], link: 'identity' },
    },
    members: [[layer], [other]],
    goldenRows,
  };
  return { portable: portableModel(model), values, predictions };
}

/** A network whose classes have those names; it predicts the same for every row, the probabilities that `outputs` gives. */
export function hostileClasses(): {
  portable: PortableModel;
  values: (number | string)[][];
  predictions: number[][];
} {
  const { portable, values } = hostileModel();
  const classes = hostileTexts.filter((text) => text !== '');
  const outputs = classes.map((_, k) => ((k * 7) % classes.length) / 4);
  const sum = outputs.reduce((all, z) => all + Math.exp(z), 0);
  const predictions = values.map(() => outputs.map((z) => Math.exp(z) / sum));
  const inputs = weight.length;
  const layer = {
    inputs,
    outputs: classes.length,
    weight: new Float32Array(classes.length * inputs),
    bias: Float32Array.from(outputs),
  };
  const { spec, preparation, goldenRows } = portable.model;
  const { ensemble: _, ...training } = spec.training;
  const target = { kind: 'class' as const, column: 'kind', classes };
  const model: Model = {
    ...portable.model,
    spec: { ...spec, training },
    preparation: { ...preparation, target },
    members: [[layer]],
    goldenRows: { values: goldenRows!.values, predictions },
    calibration: {
      rows: 20,
      ranks: Array.from({ length: 20 }, (_, k) => k + 1),
      scores: [Array.from({ length: 20 }, (_, k) => 0.8 + k / 100)],
    },
  };
  return { portable: portableModel(model), values, predictions };
}
