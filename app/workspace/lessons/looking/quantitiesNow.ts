// The plain quantities, each from what was seen. app/contract/lesson/quantities.ts says what they are.
import type { Quantity } from '../../../contract/lesson/quantities.ts';
import { backwardOperations } from '../../../contract/run/backwardOperations.ts';
import { endedStates, type Progress } from '../../../contract/run/training.ts';
import { distanceTo, lineIntercept, lineSlope } from './linear.ts';
import type { Seen } from './seen.ts';

type Read = (seen: Seen) => number | null | undefined;

/** Expressions have no other truth than 1 and 0. */
const flag = (is: boolean) => (is ? 1 : 0);
const progress = ({ run }: Seen): Progress | null => run?.progress ?? null;

export const plain: Record<Quantity, Read> = {
  step: (seen) => progress(seen)?.step ?? 0,
  epoch: (seen) => progress(seen)?.epoch ?? 0,
  epochs: ({ spec }) => spec.training.epochs,
  stepsPerEpoch: (seen) => Math.ceil(seen.plan.rows.train / rowsOfStep(seen)),
  learningRate: ({ spec }) => spec.training.optimizer.learningRate,
  batchSize: rowsOfStep,
  rows: ({ plan }) => plan.rows.train,
  validationRows: ({ plan }) => plan.rows.validation,
  testRows: ({ plan }) => plan.rows.test,
  inputs: ({ plan }) => plan.layers[0]?.inputs,
  outputs: ({ plan }) => plan.layers.at(-1)?.units,
  parameters: ({ plan }) => plan.parameters,
  hiddenLayers: ({ spec }) => spec.model.layers.length,
  hiddenUnits: ({ spec }) => spec.model.layers.reduce((sum, { units }) => sum + units, 0),
  running: (seen) => flag(progress(seen)?.state === 'running'),
  ended: (seen) => flag(endedStates.includes(progress(seen)?.state ?? 'ready')),
  diverged: (seen) => flag(progress(seen)?.state === 'diverged'),
  stoppedEarly: (seen) => flag(progress(seen)?.reason === 'patience'),
  loss: ({ loss }) => loss,
  startLoss: ({ startLoss }) => startLoss,
  leastLoss: ({ solution, spec }) => (spec.training.loss === 'meanSquaredError' ? solution?.loss : null),
  validationLoss: ({ run }) => run?.records.at(-1)?.validationLoss,
  bestValidationLoss: (seen) => bestRecord(seen)?.validationLoss,
  bestEpoch: (seen) => bestRecord(seen)?.epoch,
  lossFalls: ({ back }) => back?.falls,
  lossRises: ({ back }) => back?.rises,
  w: ({ layers }) => layers?.[0]?.weight[0],
  b: ({ layers }) => layers?.[0]?.bias[0],
  distance: (seen) => distanceTo(seen, seen.layers),
  distanceRatio: (seen) => {
    const [now, before] = [distanceTo(seen, seen.layers), distanceTo(seen, seen.back?.before ?? null)];
    return now === null || before === null ? null : now / before;
  },
  slope: lineSlope,
  intercept: lineIntercept,
  leastSlope: ({ solution }) => solution?.targets[0]?.coefficients[0]?.valueInUnits,
  leastIntercept: ({ solution }) => solution?.targets[0]?.interceptInUnits,
  target: ({ walked }) => walked?.target,
  rowLoss: ({ walked }) => walked?.loss,
  walkStep: ({ look }) => look.walkStep,
  walkSteps: ({ look }) => look.walkSteps,
  walkSeen: ({ look }) => look.walkSeen,
  operations: (seen) => operations(seen).kept,
  operationsWithout: (seen) => operations(seen).anew,
  raceEpoch: ({ race }) => race && Math.max(...race.race.entrants.map((entrant) => entrant.progress.epoch)),
  threshold: ({ run, spec }) => (spec.data.task === 'binary' ? (run?.evaluation?.threshold ?? 0.5) : null),
};

function rowsOfStep({ spec, plan }: Seen): number {
  const { batchSize } = spec.training;
  return batchSize === 'full' ? plan.rows.train : Math.min(batchSize, plan.rows.train);
}

/** The epoch with the lowest validation loss, the first of equal ones. */
function bestRecord({ run }: Seen): { epoch: number; validationLoss: number } | null {
  let best: { epoch: number; validationLoss: number } | null = null;
  for (const { epoch, validationLoss } of run?.records ?? [])
    if (validationLoss !== null && !(best !== null && best.validationLoss <= validationLoss))
      best = { epoch, validationLoss };
  return best;
}

function operations({ spec, plan }: Seen) {
  const widths = [plan.layers[0]?.inputs ?? 0, ...plan.layers.map(({ units }) => units)];
  const biases = [...spec.model.layers.map(({ bias }) => bias), spec.model.output.bias];
  return backwardOperations(widths, biases);
}
