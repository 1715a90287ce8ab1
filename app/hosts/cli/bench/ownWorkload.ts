// A workload of any shape, from the options that `train` has for network and training, and options for the size of the table. What is
// left out is proposed as for `train`, with three differences: few epochs, all of them trained, no weight decay.
import type { Range } from '../../../contract/limits.ts';
import type { Choices } from '../../../contract/spec/choices.ts';
import { lossesOfTask } from '../../../contract/spec/losses.ts';
import { optimizerSettings } from '../../../contract/spec/optimizers.ts';
import type { Task } from '../../../contract/spec/task.ts';
import { checkModel } from '../../../model/check.ts';
import { networkOf } from '../../../model/network.ts';
import { proposeModel } from '../../../model/propose.ts';
import { given, refuseBlocked } from '../options/chosenSpec.ts';
import { trainingChoices } from '../options/trainingChoices.ts';
import { type TrainingOptions, trainingOptions } from '../options/trainingOptions.ts';
import { wrongUsage } from '../output/failure.ts';
import { specOf, type Workload } from './workloads.ts';

export interface OwnShape extends TrainingOptions {
  rows?: number;
  inputs?: number;
  outputs?: number;
}

export const shapeLimits = {
  rows: { min: 1, max: 100_000_000 },
  inputs: { min: 1, max: 100_000 },
  outputs: { min: 1, max: 10_000 },
} as const satisfies Record<string, Range>;

export const shapeDefaults = { rows: 10_000, inputs: 30, outputs: 2, epochs: 10 } as const;

const shapeOptions = ['rows', 'inputs', 'outputs', ...trainingOptions] as const;

/** null where no option asks for one. Throws CommanderError, AppError option_invalid, spec_refused. */
export function ownWorkload(
  names: readonly string[],
  options: OwnShape & { data?: string },
): Workload | null {
  const said = shapeOptions.find((name) => options[name] !== undefined);
  if (said === undefined) return null;
  const flag = `--${said.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (names.length > 0)
    throw wrongUsage(`${flag} makes a workload of its own: leave out ${names.join(', ')}.`);
  if (options.data !== undefined)
    throw wrongUsage(`${flag} makes a workload of its own, whose rows are generated: leave out --data.`);
  if (options.classWeights !== undefined)
    throw wrongUsage('--class-weights has no use here: generated rows all count the same.');
  const {
    rows = shapeDefaults.rows,
    inputs = shapeDefaults.inputs,
    outputs = shapeDefaults.outputs,
  } = options;
  const task = taskOf(options.loss, outputs);
  const facts = { task, trainRows: rows, validationRows: 0, inputs, outputs };
  const { model, training } = proposeModel(facts, choicesOf(options));
  const spec = specOf(task, model, training);
  const network = networkOf(spec, inputs, outputs);
  refuseBlocked({ issues: checkModel(spec, { network, rows: { train: rows, validation: 0, test: 0 } }) });
  const units = [inputs, ...network.layers.map(({ units }) => units)];
  return { name: 'own', title: `${rows} x ${units.join('-')}`, rows, inputs, outputs, spec };
}

/** One output is a number unless the loss says otherwise, several are classes. */
function taskOf(loss: TrainingOptions['loss'], outputs: number): Task {
  if (loss === undefined || loss === 'auto') return outputs === 1 ? 'regression' : 'multiclass';
  if (lossesOfTask.regression.includes(loss)) return 'regression';
  return outputs === 1 ? 'binary' : 'multiclass';
}

function choicesOf(options: TrainingOptions): Choices {
  const { optimizer = 'adam' } = options;
  const said = trainingChoices(options);
  const undecayed: Choices['optimizerSettings'] =
    'weightDecay' in optimizerSettings[optimizer] ? { weightDecay: 0 } : {};
  return {
    epochs: shapeDefaults.epochs,
    patience: 0,
    ...given({ targets: [], ...said }),
    optimizerSettings: { ...undecayed, ...said.optimizerSettings },
  };
}
