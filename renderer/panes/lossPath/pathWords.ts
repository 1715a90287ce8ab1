// Words and tables about the path of the weights, which the loss curve, the loss surface, the table of steps and the curves share.

import type { PathPoint } from '../../../app/contract/run/lossPath.ts';
import { m } from '../../paraglide/messages.js';
import type { NamedParameter } from '../../state/insight/networkParameters.ts';
import type { RunPath } from '../../state/insight/runPath.svelte.ts';
import { counts } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';
import { errorSentence } from '../../wording/sentences.ts';

/** `w: weight of Horsepower`, `b: bias`, `w(2, 1, 3)`. */
export function parameterWords(parameter: NamedParameter): string {
  return m.loss_parameter({ name: parameter.name, what: parameterMeaning(parameter) });
}

/** `weight of Horsepower`, `bias`. */
export function parameterMeaning({ index, input }: NamedParameter): string {
  if (index.tensor === 'bias') return m.race_axis_bias();
  return input === null ? m.race_axis_weight() : m.race_axis_weight_of({ input });
}

export const written = (value: number | null | undefined): string =>
  value == null ? '–' : numbers().measure(value, 4);

/** Parameters are float32 and of the size of 1: what is below this is rounding, also after some steps. */
const rounding = 1e-6;
const isRounding = (value: number): boolean => Math.abs(value) < rounding;
/** A parameter or slope, 0 where it is only rounding. */
export const unrounded = (value: number | null | undefined): string =>
  written(value != null && isRounding(value) ? 0 : value);
/** How far a step goes, with its sign; 0 where that is only rounding. */
export const moved = (value: number): string => numbers().signed(isRounding(value) ? 0 : value);

/** Over which rows a loss is the mean. */
export function rowsWords(rows: number, all: number): string {
  return rows === all
    ? m.race_surface_all_rows({ rows: counts.rows(rows) })
    : m.race_surface_some_rows({ rows: numbers().whole(rows), all: counts.rows(all) });
}

/** Why there is no path; null where there is one, or where it is being loaded. */
export function noPath(path: RunPath): string | null {
  if (path.several) return m.loss_path_several();
  if (path.shown.spec !== null && path.shown.plan === null) return m.loss_path_unknown();
  const { failure } = path;
  return failure && errorSentence(failure.code, failure.message, failure.values);
}

/** Beyond it no range around the path can be asked for, and what was drawn before would stay with other numbers. */
const farthest = 1e8;

/** That the path goes too far away along one of the parameters, by their indices; null where it does not. */
export function tooFar(path: RunPath, indices: readonly number[]): string | null {
  for (const at of indices) {
    const far = path.points.findLast(({ values }) => Math.abs(values[at] ?? 0) > farthest);
    if (far === undefined) continue;
    const { name } = path.parameters[at]!;
    return m.loss_path_far({ step: numbers().whole(far.step), name, value: written(far.values[at]) });
  }
  return null;
}

/** That not all parameters are shown; empty where they are. */
export function someShown(path: RunPath): string {
  const shown = path.parameters.length;
  if (shown === 0 || path.count <= shown) return '';
  return m.loss_path_some({ count: numbers().whole(path.count), shown: numbers().whole(shown) });
}

/** Whether steps are missing between the points, as of kept checkpoints. */
export const hasGaps = (points: readonly PathPoint[]): boolean =>
  points.some(({ step }, k) => k > 0 && step > points[k - 1]!.step + 1);

/** Most parameters whose derivatives have a column of their own. */
const mostSlopes = 3;
/** Columns for more parameters would not fit beside each other. */
const mostValues = 6;

/** Every step, the newest first; epochs where an epoch has several steps. `slopes` are the columns of derivatives: the first, and the one
 *  behind the last. Several stand behind the loss, which matters more where there is no room. */
export function stepTable(parameters: readonly NamedParameter[], points: readonly PathPoint[]) {
  const shown = parameters.slice(0, mostValues);
  const sloped = parameters.length <= mostSlopes ? parameters : [];
  const epochs = points.some(({ epoch, step }) => epoch !== step);
  const several = sloped.length > 1;
  const ordered = <T>(slopes: T[], loss: T): T[] => (several ? [loss, ...slopes] : [...slopes, loss]);
  const columns = [
    m.steps_step(),
    ...(epochs ? [m.steps_epoch()] : []),
    ...shown.map(({ name }) => name),
    ...ordered(
      sloped.map(({ name }) => (several ? m.steps_slope_along({ name }) : m.steps_slope())),
      m.chart_loss(),
    ),
  ];
  const rows = points.toReversed().map(({ epoch, step, values, slopes, loss }) => ({
    step,
    cells: [
      numbers().whole(step),
      ...(epochs ? [numbers().whole(epoch)] : []),
      ...shown.map((_, k) => unrounded(values[k])),
      ...ordered(
        sloped.map((_, k) => unrounded(slopes?.[k])),
        written(loss),
      ),
    ],
    /** Signs of the cells that are slopes; 0 for all others. */
    signs: [
      ...Array.from({ length: 1 + (epochs ? 1 : 0) + shown.length }, () => 0),
      ...ordered(
        sloped.map((_, k) => (Math.abs(slopes?.[k] ?? 0) < rounding ? 0 : Math.sign(slopes![k]!))),
        0,
      ),
    ],
  }));
  const to = columns.length - (several ? 0 : 1);
  return { columns, rows, slopes: { from: to - sloped.length, to } };
}
