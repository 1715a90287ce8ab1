// The line under each stage of the rail: its present facts, or what it needs, in the language of the page.

import type { Stage } from '../../app/contract/issues/issues.ts';
import type { Progress } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import type { Lessons } from '../state/lesson/lessons.svelte.ts';
import { hidesTestScore } from '../state/run/openRun.ts';
import type { Workspace } from '../state/workspace.svelte.ts';
import { counts } from '../wording/counts.ts';
import { shapeLine } from '../wording/layerNames.ts';
import { numbers } from '../wording/numbers.ts';
import { isOnlyWeights, membersLine } from '../wording/runProgress.ts';
import { choosingScores, seenTestScores, shortScore } from '../wording/scores.ts';
import type { Need } from './pipeline.ts';

export function needLine(need: Need): string {
  return {
    table: m.needs_table,
    dataset: m.needs_dataset,
    target: m.needs_target,
    model: m.needs_model,
    settled: m.needs_settled,
    run: m.needs_run,
    finished: m.needs_finished,
  }[need]();
}

/** The line under Lessons: where the open lesson is, else how many are done; empty until that is known. */
export function railLessonLine({ open, text, list, done }: Lessons): string {
  if (open !== null && text !== null) {
    const at = { step: numbers().whole(open.step + 1), steps: numbers().whole(text.steps.length) };
    return text.number === null
      ? m.lesson_step_of(at)
      : m.rail_lesson({ number: numbers().whole(text.number), ...at });
  }
  if (!list?.length) return '';
  return m.lessons_done({ done: numbers().whole(done), all: numbers().whole(list.length) });
}

/** @param progress of the current run; during a run it is newer than the workspace's. */
export function stageLine(
  stage: Stage,
  { dataset, spec, plan: edited, run, search }: Workspace,
  progress: Progress | null,
): string {
  // A model that is shown on another table has a plan of its own.
  const plan = run?.shown ? (run.plan ?? edited) : edited;
  switch (stage) {
    case 'dataset':
      if (plan?.preparation) {
        const columns = plan.preparation.inputs.length;
        return m.rail_dataset_inputs({
          columns: counts.columns(columns),
          inputs: counts.inputs(plan.inputs.length),
        });
      }
      if (dataset === null) return '';
      return spec?.data.columns.some(({ role }) => role === 'target')
        ? counts.rows(dataset.rows)
        : m.rail_dataset_open({ rows: counts.rows(dataset.rows) });
    case 'model':
      if (search?.state === 'running') return m.rail_model_search();
      return plan && plan.inputs.length > 0
        ? m.rail_model({ shape: shapeLine(plan), parameters: counts.parameters(plan.parameters) })
        : '';
    case 'training':
      return progress ? trainingLine(progress) : m.rail_training_none();
    case 'evaluation': {
      if (run === null) return '';
      // A model without a table predicts, but is not judged.
      if (run.shown?.table === null) return m.evaluation_view_predict();
      if (run.shown) return run.metrics?.test ? shortScore(run.metrics.test, run) : '';
      if (hidesTestScore(run)) return m.rail_test_hidden();
      const scores = seenTestScores(run) ?? choosingScores(run);
      return scores ? shortScore(scores, run) : '';
    }
    case 'export':
      return m.rail_export();
  }
}

function trainingLine(progress: Progress): string {
  if (isOnlyWeights(progress)) return m.progress_only_weights();
  if (progress.state !== 'ready' && progress.members !== undefined)
    return membersLine(progress.state, progress.members);
  const epoch = numbers().whole(progress.epoch);
  return m[`rail_training_${progress.state}`]({ epoch });
}
