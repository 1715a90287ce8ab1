// A model -> one C99 header without dependencies beyond <math.h>, which C++ compiles too: raw values in, predictions out, computed in double
// with the model's float32 weights. With CHAINRULE_SELF_TEST it is a program that checks itself on the golden rows.
import { codeName } from '../../contract/codeName.ts';
import { inputNames } from '../../contract/model.ts';
import type { WrittenFile } from '../format.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { type PreparationStep, preparationSteps } from '../portable/preparationSteps.ts';
import { refuseManyParameters } from '../portable/refusals.ts';
import { answerText, classText, marginText, predictText } from './cAnswer.ts';
import * as functions from './cFunctions.ts';
import { epsilonText, networkText } from './cNetwork.ts';
import { categoryText, prepareText } from './cPreparation.ts';
import { selfTestText } from './cSelfTest.ts';
import { commented, textArray } from './cText.ts';

/** Compilers take some 100 bytes of memory for each number of an array. */
const mostParameters = 5_000_000;

/** Throws AppError export_unsuited. */
export function writeHeader(model: PortableModel, stem: string): WrittenFile[] {
  refuseManyParameters(model, 'A C header', mostParameters, 'since compilers take too much memory for more');
  const prefix = codeName(stem);
  const file = `${prefix}.h`;
  const steps = preparationSteps(model.model.preparation);
  const inputs = inputNames(model.model.preparation).length;
  const { calibration, goldenRows } = model.model;
  const categories = steps.flatMap(categoryOf);
  const code = [
    `#ifndef @@_H\n#define @@_H\n#include <math.h>\n`,
    `#define @@_INPUTS ${model.rawInputs.length}\n#define @@_OUTPUTS ${model.names.length}\n`,
    textArray(
      '@_input_names',
      model.rawInputs.map(({ name }) => name),
    ),
    textArray('@_output_names', model.names),
    ...functionsOf(model, steps, categories.length > 0),
    categories.length === 0 ? '' : categoryText(categories),
    prepareText(steps, inputs),
    ...model.networks.map((layers, i) => networkText(layers, i + 1)),
    answerText(model.output),
    predictText(model, inputs),
    classText(model.output),
    marginText(calibration, model.output),
    goldenRows === undefined
      ? ''
      : selfTestText(goldenRows, model.rawInputs, {
          hasClasses: model.output.kind !== 'numbers',
          hasMargin: calibration !== undefined,
        }),
    '#endif\n',
  ];
  const text = [headText(model, file, prefix), ...code].filter((part) => part !== '').join('\n');
  const named = text.replaceAll('@@_', `${prefix.toUpperCase()}_`).replaceAll('@_', `${prefix}_`);
  return [{ name: file, type: 'text/x-c', bytes: new TextEncoder().encode(named) }];
}

function categoryOf(step: PreparationStep): { raw: number; levels: string[] }[] {
  if (step.kind === 'levels') return [{ raw: step.raw, levels: step.levels }];
  return step.kind === 'number' && step.levels !== null ? [{ raw: step.raw, levels: step.levels }] : [];
}

/** Only what the model needs, so that no compiler warns of the rest. */
function functionsOf(
  { networks, output }: PortableModel,
  steps: readonly PreparationStep[],
  category: boolean,
): string[] {
  const layers = networks.flat();
  const kinds = new Set(layers.map(({ activation }) => activation));
  const norms = new Set(layers.map(({ normalization }) => normalization?.kind));
  const numbers = steps.filter((step) => step.kind === 'number');
  const logistic = kinds.has('sigmoid') || output.kind === 'binary';
  const activation = [...kinds].flatMap((kind) =>
    kind === 'linear' || kind === 'sigmoid' ? [] : [functions.activationFunctions[kind]],
  );
  return [
    category ? functions.categoryFunction : '',
    functions.presentFunction,
    numbers.some(({ levels }) => levels !== null) ? functions.codeFunction : '',
    numbers.length > 0 ? functions.scaledFunction : '',
    numbers.some(({ log }) => log) ? functions.logFunction : '',
    steps.some(({ kind }) => kind === 'levels') ? functions.oneHotFunction : '',
    functions.denseFunction,
    norms.has('batch') ? functions.batchFunction.replaceAll('EPSILON', epsilonText) : '',
    norms.has('layer') ? functions.layerFunction.replaceAll('EPSILON', epsilonText) : '',
    logistic ? functions.sigmoid : '',
    ...activation,
  ];
}

function headText(
  { model, rawInputs, output, names, networks }: PortableModel,
  file: string,
  prefix: string,
): string {
  const inputs = rawInputs.map(({ kind, name, column }, k) => {
    const input = model.preparation.inputs.find((one) => one.column === column)!;
    const unit = input.kind === 'numeric' && input.unit !== undefined ? `, in ${input.unit.text}` : '';
    return `   ${k}  ${commented(`${name}${unit}`)} (${kind === 'category' ? 'category' : 'number'})`;
  });
  const outputs = names.map((name, k) => {
    const { target } = model.preparation;
    const unit = target.kind === 'numeric' ? target.columns[k]!.unit : undefined;
    return `   ${k}  ${commented(unit === undefined ? name : `${name}, in ${unit.text}`)}`;
  });
  const first = rawInputs.findIndex(({ kind }) => kind === 'category');
  const example = first < 0 ? 'raw[0] = NAN;' : `raw[${first}] = ${prefix}_category(${first}, "text");`;
  const what = output.kind === 'numbers' ? 'the value of each target' : 'the probability of each class';
  return `/* A model that Chainrule trained${networks.length > 1 ? `, the mean of ${networks.length} networks` : ''}: C99 or C++, nothing but <math.h>.

   #include "${file}"
   double raw[${prefix.toUpperCase()}_INPUTS], out[${prefix.toUpperCase()}_OUTPUTS];
   ${example}
   ${prefix}_predict(raw, out);

   Each raw value is a number (NAN: missing), or a category by its index (${prefix}_category):
${inputs.join('\n')}

   out is ${what}:
${outputs.join('\n')}

   Check it: cc -std=c99 -x c -DCHAINRULE_SELF_TEST ${file} -o self_test -lm && ./self_test
   Not with -ffast-math, which takes NAN for a number. */
`;
}
