// The last part of a lesson, with a table of the learner's own: what the table must have, and the lesson's settings on it.
import { AppError } from '../../contract/issues/errors.ts';
import type { OwnTable } from '../../contract/lesson/lesson.ts';
import type { Plan } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { unknownColumn } from '../../dataset/table/lackingColumn.ts';
import type { Table } from '../../dataset/table/table.ts';
import { needTable } from '../table/datasetCalls.ts';
import { planSpec } from '../table/planSpec.ts';
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
  if (own !== null) refuseColumns(open.table, { target, features }, own);
  const choices = settingsFor(lesson.settings, { target, features }, own);
  const { weights } = presentStep(lesson).arrangement;
  const seed = choices.seed ?? 1;
  const spec = await lessonSpec(open, choices, undefined, null, seed);
  const plan = await planSpec(open.preparer, spec, []);
  if (own !== null) refuseClasses(spec, plan, target, own);
  await replaceRun(session, lesson);
  await applySettings(session, choices, fitting(weights, plan), null);
  lesson.own = true;
  lesson.table = open;
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

function refuseColumns({ columns }: Table, { target, features }: OwnInput, own: OwnTable): void {
  const isNumber = (name: string) => columns.find((column) => column.name === name)?.type === 'number';
  const { features: needed, numbersOnly } = own;
  const found = features.length;
  if (found !== needed)
    refuse(
      { why: 'features', column: features[0]!, needed, found },
      `This lesson needs ${needed} feature ${needed === 1 ? 'column' : 'columns'}; ${found} are chosen.`,
    );
  const other = numbersOnly ? features.find((name) => !isNumber(name)) : undefined;
  if (other !== undefined)
    refuse(
      { why: 'numbers', column: other },
      `The features of this lesson must be numbers; the column "${other}" holds none.`,
    );
  if (own.target === 'number' && !isNumber(target))
    refuse(
      { why: 'number', column: target },
      `The target of this lesson must be a number; the column "${target}" holds none.`,
    );
}

function refuseClasses({ data: { task } }: RunSpec, { outputs }: Plan, column: string, own: OwnTable): void {
  const found = task === 'regression' ? 0 : outputs.length;
  const has = found === 0 ? 'numbers' : `${found} classes`;
  if (own.target === 'two classes' && found !== 2)
    refuse(
      { why: 'twoClasses', column, needed: 2, found },
      `The target of this lesson must have two classes; the column "${column}" has ${has}.`,
    );
  if (own.target === 'classes' && found < fewestClasses)
    refuse(
      { why: 'classes', column, needed: fewestClasses, found },
      `The target of this lesson must have ${fewestClasses} or more classes; the column "${column}" has ${has}.`,
    );
}

type Unsuited = { why: string; column: string; needed?: number; found?: number };

function refuse({ why, column, needed = 0, found = 0 }: Unsuited, sentence: string): never {
  throw new AppError('lesson_table_unsuited', sentence, { why, column, needed, found });
}
