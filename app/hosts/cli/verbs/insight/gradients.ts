// `chainrule gradients`: back-propagation against central differences, for the network that would be trained.
import { type GradientCheck, gradientTolerance } from '../../../../contract/run/insight.ts';
import { withBackend } from '../../inProcess.ts';
import { checkUsage, chooseSpec, refuseBlocked } from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { planSentences } from '../../output/describe.ts';
import { exitCodes } from '../../output/failure.ts';
import { counted, figure, table } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';

export interface GradientOptions extends SpecOptions {
  rows?: number;
  parameters?: number;
  json?: boolean;
}

/** Gives the exit code: a gradient that is wrong is a failure. */
export async function gradients(files: readonly string[], options: GradientOptions): Promise<number> {
  checkUsage(options);
  const output = new Output(options.json === true);
  return withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    const { rows, parameters } = options;
    const found = await client.insight.gradients({ weights: 'initial', rows, parameters, seed: spec.seed });
    output.say(planSentences(spec, plan)[1] ?? '', '', ...layerTable(found), '', ...verdict(found));
    output.emit('result', found);
    return found.passed ? exitCodes.done : exitCodes.failed;
  });
}

function layerTable({ layers }: GradientCheck): string[] {
  const lines = layers.map((error, layer) => [`layer ${layer}`, error === 0 ? 'rounding' : figure(error)]);
  return table([['', 'worst relative error'], ...lines], [false, true]);
}

/** An error of 0 is what rounding explains, not a difference of 0. */
function errorText(error: number): string {
  return error === 0 ? '(no more than the rounding of float64)' : figure(error);
}

function verdict({ checked, parameters, rows, worst, worstError, passed }: GradientCheck): string[] {
  const { layer, tensor, unit, input, backPropagated, centralDifference } = worst;
  // A person counts from 1.
  const from = input === null ? '' : ` from input ${input + 1}`;
  const all =
    checked === parameters ? counted(checked, 'parameter') : `${checked} of ${parameters} parameters`;
  return [
    `Checked ${all} on ${counted(rows, 'row')}, in float64.`,
    `Worst: ${tensor} of unit ${unit + 1}${from} in layer ${layer + 1}; back-propagation says ${backPropagated}, the central difference ${centralDifference}.`,
    passed
      ? `The relative error ${errorText(worstError)} is below ${gradientTolerance}: the gradients are right.`
      : `The relative error ${figure(worstError)} is not below ${gradientTolerance}: a gradient is wrong.`,
  ];
}
