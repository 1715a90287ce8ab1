// Each format that can be read back gives the intervals that the app makes of its own predictions, or carries the errors that they follow from.
import { describe, expect, it } from 'vitest';
import { exportFormats } from '../../../app/contract/exportFormats.ts';
import type { Model } from '../../../app/contract/model.ts';
import { coverageLevel } from '../../../app/contract/run/calibration.ts';
import type { WrittenFile } from '../../../app/export/format.ts';
import { formats } from '../../../app/export/formats.ts';
import { agreement } from '../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../app/export/portable/portableModel.ts';
import { expectedIntervals } from '../../../app/workspace/exporting/expectedIntervals.ts';
import { boundsOf, calibrated, calibratedBy, calibratedByFew, setsOf } from './harness/calibrated.ts';
import { cases } from './harness/cases.ts';
import type { TrainedModel } from './harness/trainedModel.ts';
import { hostileClasses } from './portable/hostileModel.ts';
import { runnersHere } from './runnersHere.ts';

const readable = exportFormats.filter((format) => formats[format].predict !== undefined);
const shownCases = ['one number', 'two numbers', 'a count', 'a threshold', '10 classes', 'an ensemble'];

/** Low and high of each target, or 1 for each class in the set. */
function numbersOf(model: Model, predictions: readonly number[][]): number[][] {
  const { target } = model.preparation;
  if (target.kind === 'numeric') return boundsOf(model, predictions, coverageLevel)!;
  const sets = setsOf(model, predictions, coverageLevel)!.map((set) => JSON.parse(set) as string[]);
  return sets.map((set) => target.classes.map((name) => Number(set.includes(name))));
}

describe.each(readable)('%s', (format) => {
  const { write, predict } = formats[format];
  const answers = async (model: Model, values: TrainedModel['values']) =>
    predict!((await write(portableModel(model), 'x')) as WrittenFile[], values, runnersHere);

  it.each(cases.filter(({ name }) => shownCases.some((part) => name.includes(part))))(
    'gives the intervals of the app: $name',
    { timeout: 60_000 },
    async ({ train }) => {
      const trained = await train();
      const model = calibrated(trained.model);
      const { predictions, intervals } = await answers(model, trained.values);
      const expected = numbersOf(model, trained.predictions);
      expect(agreement(expected, intervals!).largest).toBeLessThan(1e-5);
      // What the check of an export compares with.
      expect(agreement(expectedIntervals(model, predictions), intervals!).largest).toBeLessThan(1e-12);
    },
  );

  it('keeps the row in its set whose probability the margin comes from', async () => {
    const trained = await cases.find(({ name }) => name === '10 classes')!.train();
    const tied = calibratedBy(trained.model, trained.predictions);
    const { intervals } = await answers(tied, trained.values);
    expect(intervals).toEqual(numbersOf(tied, trained.predictions));
  });

  it.each(['two numbers', '10 classes'])('knows none from too few validation rows: %s', async (name) => {
    const trained = await cases.find((one) => one.name.startsWith(name))!.train();
    const model = calibratedByFew(trained.model);
    const { predictions, intervals } = await answers(model, trained.values);
    expect(intervals).toEqual(expectedIntervals(model, predictions));
    expect(intervals!.flat().every(Number.isNaN)).toBe(true);
  });

  it('has none of a model without validation rows', async () => {
    const { model, values, predictions } = await cases[0]!.train();
    const found = await answers(model, values);
    expect(found.intervals).toBeUndefined();
    expect(expectedIntervals(model, predictions).flat()).toEqual([]);
  });
});

// ONNX has texts of its own that it cannot hold.
it.each(readable.filter((format) => !format.startsWith('onnx')))(
  '%s has the sets of classes with any name',
  async (format) => {
    const { portable, values, predictions } = hostileClasses();
    const files = await formats[format].write(portable, 'x');
    const { intervals } = await formats[format].predict!(files, values, runnersHere);
    expect(intervals).toEqual(numbersOf(portable.model, predictions));
  },
);
