// Opening, reading, entering, answering and leaving a lesson.

import type { FileRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Issue } from '../../contract/issues/issues.ts';
import type { Arrangement } from '../../contract/lesson/arrangement.ts';
import {
  type Lesson,
  type LessonLanguage,
  type LessonRef,
  type LessonSummary,
  lessonSummarySchema,
} from '../../contract/lesson/lesson.ts';
import type { LessonProgress } from '../../contract/lesson/progress.ts';
import type { LessonPlace } from '../../storage/lessonsFile.ts';
import { openTableForModel } from '../models/tableForModel.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { refuseFormulas } from './check/formulas.ts';
import {
  type FoundLesson,
  findLesson,
  isExample,
  lessonsFolder,
  lessonsIn,
  tableOfLesson,
} from './lessonFiles.ts';
import { keepProgress, keptLessons, presentLessons } from './lessonProgress.ts';
import { makeRoom, replaceRun, runOfLesson } from './lessonRun.ts';
import { applySettings, settingsAfter } from './lessonSpec.ts';
import { type LiveLesson, noProgress, openLesson } from './liveLesson.ts';
import { Looking } from './looking/looking.ts';
import { openedLessons } from './openedLessons.ts';

const summarySchema = lessonSummarySchema.omit({ progress: true, ref: true });

/** The shipped lessons, and behind them those that were opened from files that are still there, with what was done of each. */
export async function listLessons(
  session: WorkspaceSession,
  language: LessonLanguage,
): Promise<{ lessons: LessonSummary[]; issues: Issue[] }> {
  const kept = await presentLessons(session);
  const { found, issues } = await lessonsIn(lessonsFolder, language);
  const listed = (lesson: Lesson, ref: LessonRef): LessonSummary => ({
    ...summaryOf(lesson),
    ref,
    progress: kept.progress.get(lesson.id) ?? null,
  });
  const shipped = found.map(({ file: { lesson } }) => listed(lesson, { kind: 'shipped', id: lesson.id }));
  const opened = (await openedLessons(kept, session.options)).flatMap(({ found, place }) =>
    found === null ? [] : [listed({ ...found.file.lesson, number: null, part: null }, place.file)],
  );
  return { lessons: [...shipped, ...opened], issues };
}

export function summaryOf(lesson: Lesson): Omit<LessonSummary, 'progress' | 'ref'> {
  return summarySchema.parse({
    ...lesson,
    steps: lesson.steps.map(({ title }) => title),
    goals: lesson.steps.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'goal')).length,
  });
}

export async function readOneLesson(
  session: WorkspaceSession,
  ref: LessonRef,
  language: LessonLanguage,
): Promise<Lesson> {
  return (await findLesson(ref, language, session.options)).file.lesson;
}

/** The open lesson in a language. */
export async function lessonIn(session: WorkspaceSession, language: LessonLanguage): Promise<Lesson> {
  const { ref, found } = openLesson(session);
  return ref.kind === 'shipped' ? readOneLesson(session, ref, language) : found.file.lesson;
}

interface OpenInput {
  lesson: LessonRef;
  language: LessonLanguage;
  fromStart?: boolean | undefined;
}

/** Throws AppError run_busy, lesson_invalid, lesson_not_found, what opening the table throws, and what the settings are refused for. */
export async function openOneLesson(
  session: WorkspaceSession,
  { lesson: ref, language, fromStart = false }: OpenInput,
  signal: AbortSignal | undefined,
): Promise<Lesson> {
  const found = await findLesson(ref, language, session.options);
  if (ref.kind !== 'shipped') await refuseFormulas(session, found);
  const before = session.lesson;
  if (before === null || runOfLesson(session, before) === null) session.refuseBusy();
  const { lesson } = found.file;
  const kept = (await keptLessons(session)).progress.get(lesson.id) ?? noProgress;
  const progress = fromStart ? { ...kept, step: 0 } : kept;
  const step = Math.min(progress.step, lesson.steps.length - 1);
  if (before !== null) await replaceRun(session, before);
  const place = ref.kind === 'shipped' ? null : await placeOf(session, found, ref);
  const opened: LiveLesson = {
    ...{ ref, found, place, step, progress },
    own: false,
    table: null,
    settings: { targets: [lesson.target], features: lesson.features },
    runId: null,
    looking: new Looking(),
  };
  session.lesson = null;
  await openTableOf(session, found, signal);
  session.onEdit = (spec) => makeRoom(session, spec);
  await begin(session, opened);
  session.lesson = opened;
  await keepProgress(session, opened, { ...progress, step });
  return lesson;
}

async function placeOf(session: WorkspaceSession, found: FoundLesson, file: FileRef): Promise<LessonPlace> {
  const table = await tableOfLesson(found, session.options.home);
  return { file, table: isExample(table.path) ? null : table.ref };
}

export async function openTableOf(
  session: WorkspaceSession,
  found: FoundLesson,
  signal?: AbortSignal,
): Promise<void> {
  await openTableForModel(session, [await tableOfLesson(found, session.options.home)], {}, signal);
}

/** The settings and weights of the lesson up to its step, as if each step had been entered, on the table that is open. */
export async function begin(session: WorkspaceSession, lesson: LiveLesson): Promise<void> {
  const { start, lesson: whole } = lesson.found.file;
  const { target, features, steps } = whole;
  await replaceRun(session, lesson);
  lesson.own = false;
  lesson.table = session.open;
  const passed = steps
    .slice(0, lesson.step + 1)
    .flatMap(({ arrangement, blocks }) => [arrangement, ...revealedIn(blocks, lesson.progress)]);
  const all = [start, ...passed];
  lesson.settings = { targets: [target], features };
  for (const { set = {} } of all) lesson.settings = settingsAfter(lesson.settings, set, null);
  const weights = all.findLast((one) => one.weights !== undefined)?.weights;
  await applySettings(session, lesson.settings, weights, null);
}

function revealedIn(blocks: Lesson['steps'][number]['blocks'], { answers }: LessonProgress): Arrangement[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'question' || answers[block.question.id] === undefined) return [];
    return block.question.reveals === null ? [] : [block.question.reveals];
  });
}

/** The next step changes what it sets, so that what the learner changed stays; before any other step, all steps up to it are set anew. Throws AppError
 *  lesson_needed, option_invalid, and what the settings are refused for. */
export async function enterStep(session: WorkspaceSession, step: number): Promise<{ revision: number }> {
  const lesson = openLesson(session);
  const { steps } = lesson.found.file.lesson;
  const entered = steps[step];
  if (entered === undefined) {
    const [expected, found] = [`a step from 0 to ${steps.length - 1}`, String(step)];
    throw new AppError('option_invalid', `step must be ${expected}; it is ${found}.`, {
      option: 'step',
      expected,
      found,
    });
  }
  // A race belongs to one step: the next one may have other optimizers.
  if (session.state.value.race !== null) session.closeRace();
  const isNext = step === lesson.step + 1;
  lesson.step = step;
  const elsewhere = session.open !== lesson.table || (lesson.own && !entered.own);
  if (elsewhere && !entered.own) await goBack(session, lesson);
  else if (isNext) await arrange(session, lesson, entered.arrangement);
  else if (!elsewhere && !lesson.own) await begin(session, lesson);
  await keepProgress(session, lesson, { ...lesson.progress, step });
  return { revision: session.state.value.revision };
}

/** From another table to the lesson's. */
async function goBack(session: WorkspaceSession, lesson: LiveLesson): Promise<void> {
  await replaceRun(session, lesson);
  await openTableOf(session, lesson.found);
  await begin(session, lesson);
}

/** Changes settings and initial weights as a step or a question says. */
export async function arrange(
  session: WorkspaceSession,
  lesson: LiveLesson,
  { set, weights, views }: Arrangement,
): Promise<void> {
  // A race and a run cannot both be in progress.
  if (views?.includes('race')) await replaceRun(session, lesson);
  if (set === undefined && weights === undefined) return;
  const { spec } = session.state.value;
  if (weights !== undefined) await replaceRun(session, lesson);
  lesson.settings = settingsAfter(lesson.settings, set ?? {}, spec);
  await applySettings(session, lesson.settings, weights, spec);
}

/** Leaves the lesson; table, spec and run stay. */
export function closeLesson(session: WorkspaceSession): { revision: number } {
  session.lesson = null;
  session.onEdit = async () => false;
  return session.change({ lesson: null });
}
