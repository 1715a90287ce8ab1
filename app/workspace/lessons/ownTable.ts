// The last part of a lesson, with a table of the learner's own: what the table must have, and the lesson's settings on it.
import { AppError } from '../../contract/issues/errors.ts';
import type { OwnTable } from '../../contract/lesson/lesson.ts';
import type { Plan } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { unknownColumn } from '../../dataset/table/lackingColumn.ts';
import type { Table } from '../../dataset/table/table.ts';
import { needTable } from '../table/datasetCalls.ts';
import { planSpec } from '../table/prepare.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { keepProgress } from './lessonProgress.ts';
import { replaceRun } from './lessonRun.ts';
import { applySettings, lessonSpec } from './lessonSpec.ts';
import { type LessonSettings, openLesson, presentStep } from './liveLesson.ts';

interface OwnInput {
  target: string;
  features: string[];
}

/** With fewer, softmax would be a sigmoid. */
const fewestClasses = 3;

/** Throws AppError lesson_needed, dataset_needed, column_unknown, lesson_table_unsuited, run_busy. */
export async function useOwnTable(
  session: WorkspaceSession,
  { target, features }: OwnInput,
): Promise<{ revision: number }> {
  const lesson = openLesson(session);
  const open = needTable(session);
  const { own } = lesson.found.file.lesson;
  for (const column of [target, ...features])
    if (!open.table.columns.some(({ name }) => name === column)) throw unknownColumn(column, open.table);
  if (own !== null) refuseFeatures(open.table, features, own);
  const choices = settingsFor(lesson.settings, { target, features }, own);
  const { weights } = presentStep(lesson).arrangement;
  const seed = choices.seed ?? 1;
  const spec = await lessonSpec(open, choices, undefined, null, seed);
  const plan = await planSpec(open.preparer, spec, []);
  if (own !== null) refuseTarget(spec, plan, target, own);
  await replaceRun(session, lesson);
  await applySettings(session, choices, fitting(weights, plan), null);
  lesson.own = true;
  lesson.settings = choices;
  await keepProgress(session, lesson, lesson.progress);
  return { revision: session.state.value.revision };
}

/** The lesson's settings without those that are about columns of its own table. */
function settingsFor(
  { prepare: _, categorical: __, sampleWeight: ___, group: ____, split, task, ...choices }: LessonSettings,
  { target, features }: OwnInput,
  own: OwnTable | null,
): LessonSettings {
  const anyTable = split !== undefined && 'train' in split && !('by' in split);
  const asNumber = own?.target === 'number' ? { task: 'regression' as const } : {};
  return {
    ...choices,
    ...(anyTable ? { split } : {}),
    ...(own === null && task !== undefined ? { task } : asNumber),
    targets: [target],
    features,
  };
}

/** The step's weights where the network has their shape. */
function fitting(weights: LessonWeights, { layers }: Plan): LessonWeights {
  if (weights === undefined || weights === null) return weights;
  const fits =
    weights.length === layers.length &&
    weights.every(
      ({ weight }, k) => weight.length === layers[k]!.units && weight[0]?.length === layers[k]!.inputs,
    );
  return fits ? weights : null;
}
type LessonWeights = Parameters<typeof lessonSpec>[2];

function refuseFeatures({ columns }: Table, features: string[], own: OwnTable): void {
  const { features: needed, numbersOnly } = own;
  if (features.length !== needed)
    refuse(
      'features',
      features[0]!,
      needed,
      features.length,
      `This lesson needs ${needed} feature ${needed === 1 ? 'column' : 'columns'}; ${features.length} are chosen.`,
    );
  const text = numbersOnly
    ? features.find((name) => columns.find((column) => column.name === name)?.type !== 'number')
    : undefined;
  if (text !== undefined)
    refuse(
      'numbers',
      text,
      0,
      0,
      `The features of this lesson must be numbers; the column "${text}" holds none.`,
    );
}

function refuseTarget({ data: { task } }: RunSpec, { outputs }: Plan, target: string, own: OwnTable): void {
  const found = task === 'regression' ? 0 : outputs.length;
  if (own.target === 'number' && task !== 'regression')
    refuse(
      'number',
      target,
      0,
      0,
      `The target of this lesson must be a number; the column "${target}" holds none.`,
    );
  if (own.target === 'two classes' && found !== 2)
    refuse(
      'twoClasses',
      target,
      2,
      found,
      `The target of this lesson must have two classes; the column "${target}" has ${classes(found)}.`,
    );
  if (own.target === 'classes' && found < fewestClasses)
    refuse(
      'classes',
      target,
      fewestClasses,
      found,
      `The target of this lesson must have ${fewestClasses} or more classes; the column "${target}" has ${classes(found)}.`,
    );
}

const classes = (found: number) => (found === 0 ? 'numbers' : `${found} classes`);

function refuse(why: string, column: string, needed: number, found: number, sentence: string): never {
  throw new AppError('lesson_table_unsuited', sentence, { why, column, needed, found });
}
