// What views, controls and quantities need of a step, and whether it has it. What a learner can change there, and what a learner's own table brings,
// counts as there.
import type { LessonControl, LessonView } from '../../../contract/lesson/arrangement.ts';
import type { LessonNeed } from '../../../contract/lesson/needs.ts';
import type { Quantity, QuantityFunction } from '../../../contract/lesson/quantities.ts';
import type { Part } from '../../../contract/run/parts.ts';
import { layersOn } from '../../../contract/spec/layers.ts';
import { frees, type Moment } from './moments.ts';

export const needsOfViews: Partial<Record<LessonView, readonly LessonNeed[]>> = {
  squares: ['number', 'oneNumber'],
  surface: ['number', 'twoNumbers'],
  units: ['hidden'],
  lossSurface: ['twoParameters'],
  optimum: ['number', 'squaredError', 'linear'],
  probabilities: ['classes'],
  race: ['race'],
  threshold: ['twoClasses'],
};

export const needsOfControls: Partial<Record<LessonControl, readonly LessonNeed[]>> = {
  activation: ['hidden'],
  member: ['lossCurve'],
  pace: ['train'],
};

const leastSquares = ['number'] as const;
const line = ['number', 'linear'] as const;
export const needsOfQuantities: Partial<Record<Quantity | QuantityFunction, readonly LessonNeed[]>> = {
  validationLoss: ['validationRows'],
  bestValidationLoss: ['validationRows'],
  bestEpoch: ['validationRows'],
  leastLoss: ['number', 'squaredError'],
  leastSlope: leastSquares,
  leastIntercept: leastSquares,
  leastWeight: leastSquares,
  slope: line,
  intercept: line,
  distance: [...line, 'bias'],
  distanceRatio: [...line, 'bias'],
  walkStep: ['walk'],
  walkSteps: ['walk'],
  walkSeen: ['walk'],
  raceEpoch: ['raceView'],
  raceLoss: ['raceView'],
  raceStepSize: ['raceView'],
  threshold: ['twoClasses'],
  probability: ['classes'],
  accuracy: ['classes'],
  rmse: ['number'],
  mae: ['number'],
  r2: ['number'],
};

/** What a score of these rows needs. */
export const needsOfParts: Record<Part, readonly LessonNeed[]> = {
  train: [],
  validation: ['validationRows'],
  test: ['testRows'],
};

/** null where the step has what is needed, else what it has. */
export function lacking(need: LessonNeed, moment: Moment): string | null {
  const found = needs[need](moment);
  return typeof found === 'string' ? found : null;
}

const there = true;
type Found = true | string;

const needs: Record<LessonNeed, (moment: Moment) => Found> = {
  number: (moment) => taskOf(moment) === 'number' || `its target is ${kinds[taskOf(moment)]}`,
  classes: (moment) => taskOf(moment) !== 'number' || `its target is ${kinds.number}`,
  twoClasses: (moment) => taskOf(moment) === 'two classes' || `its target is ${kinds[taskOf(moment)]}`,
  oneNumber: (moment) => numbersAre(moment, (count) => count === 1),
  twoNumbers: (moment) => numbersAre(moment, (count) => count >= 2),
  hidden: (moment) => frees(moment, 'hiddenUnits') || hiddenLayers(moment) > 0 || 'it has no hidden layer',
  linear: (moment) => frees(moment, 'hiddenUnits') || hiddenLayers(moment) === 0 || 'it has a hidden layer',
  squaredError: (moment) => {
    const { loss } = moment.spec.training;
    return frees(moment, 'loss') || loss === 'meanSquaredError' || `its loss is ${loss}`;
  },
  bias: (moment) => frees(moment, 'bias') || moment.spec.model.output.bias || 'its units have none',
  twoParameters: ({ own, plan }) => own !== null || plan.parameters >= 2 || `it has ${plan.parameters}`,
  race: ({ shown }) => (shown.race ?? []).length > 0 || 'race names none',
  raceView: ({ shown }) => shown.views?.includes('race') || 'its views have no race',
  lossCurve: ({ shown }) => shown.views?.includes('lossCurve') || 'its views have no lossCurve',
  walk: ({ shown }) => shown.views?.includes('walk') || 'its views have no walk',
  train: (moment) => frees(moment, 'train') || 'its controls have no train',
  validationRows: ({ own, plan }) => own !== null || plan.rows.validation > 0 || 'its split has none',
  testRows: ({ own, plan }) => own !== null || plan.rows.test > 0 || 'its split has none',
};

const kinds = { number: 'a number', 'two classes': 'one of two classes', classes: 'one of several classes' };

function taskOf({ own, spec }: Moment): keyof typeof kinds {
  if (own !== null) return own.target;
  const { task } = spec.data;
  return task === 'regression' ? 'number' : task === 'binary' ? 'two classes' : 'classes';
}

function hiddenLayers({ spec }: Moment): number {
  return layersOn(spec.model.layers).length;
}

function numbersAre({ own, spec }: Moment, fits: (count: number) => boolean): Found {
  if (own !== null && !own.numbersOnly) return there;
  const features = spec.data.columns.filter(({ role, type }) => role === 'feature' && type === 'number');
  const count = own?.features ?? features.length;
  return fits(count) || `${count} of its features ${count === 1 ? 'is a number' : 'are numbers'}`;
}
