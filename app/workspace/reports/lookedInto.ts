// What a report tells beyond the kept evaluation, computed from the model and its table: curves of classes, what the columns are worth, and
// the groups that are predicted worst.
import type { Model } from '../../contract/model.ts';
import { mostReportedCurves, mostShufflingSeconds, type Report } from '../../contract/report.ts';
import type { WorstGroups } from '../../contract/run/errorGroups.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type { Importance } from '../../contract/run/explanation.ts';
import { classCurves } from '../../evaluation/curves/classCurves.ts';
import { rowErrors } from '../../evaluation/errors/rowErrors.ts';
import type { EvaluatedPart } from '../../evaluation/evaluate.ts';
import type { Explained } from '../explaining/explained.ts';
import { importanceOf } from '../explaining/importance.ts';
import { worstGroupsOf } from '../results/errorGroups.ts';
import { groupingsOf } from '../results/partColumns.ts';
import { scorePart } from '../scoring/score.ts';
import { groundOn } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

/** Classes that are looked at, the most frequent ones. */
const mostClasses = 20;

type LookedInto = NonNullable<Report['lookedInto']>;

/** Throws AppError spec_refused, outputs_not_finite. */
export async function lookInto(
  { options: { engine } }: WorkspaceSession,
  model: Model,
  open: OpenTable,
  { on, comparison }: Evaluation,
): Promise<LookedInto> {
  const { table, split, preparation, spec } = await groundOn(open, model.spec);
  const own = { ...model, preparation };
  const evaluated = await scorePart(engine, own, table, split[on]);
  const explained = { engine, threads: engine.info().threads, model: own, table, split, newRows: false };
  const errors = rowErrors(evaluated);
  const rows = {
    ...{ table, errors },
    metric: comparison?.main === 'balancedAccuracy' ? ('balancedAccuracy' as const) : ('accuracy' as const),
    targets: spec.data.columns.filter(({ role }) => role === 'target').map(({ name }) => name),
    groupings: (column: string) => groupingsOf(table, column, errors.rows),
  };
  return {
    curves: await curvesOf(evaluated),
    importance: await shuffled(explained),
    groups: evaluated.rows.length === 0 ? null : await worstOf(rows),
  };
}

async function curvesOf({ truth, predictions }: EvaluatedPart): Promise<LookedInto['curves']> {
  if (predictions.kind !== 'class') return [];
  const { classes } = predictions;
  const counts = new Float64Array(classes.length);
  for (const actual of truth) counts[actual] = counts[actual]! + 1;
  const frequent = [...classes.keys()].sort((a, b) => counts[b]! - counts[a]!).slice(0, mostClasses);
  const found: LookedInto['curves'] = [];
  for (const k of classes.length === 2 ? [1] : frequent) {
    const { ranked } = await classCurves(truth, predictions, k);
    if (ranked === null) continue;
    const { gain: _gain, lift: _lift, ...curves } = ranked;
    found.push({ class: classes[k]!, ...curves });
  }
  return found.sort((a, b) => a.rocAuc - b.rocAuc).slice(0, mostReportedCurves);
}

async function shuffled(explained: Explained): Promise<Importance | null> {
  for await (const update of importanceOf(explained, mostShufflingSeconds, undefined))
    if (update.kind === 'result') return update.importance;
  return null;
}

async function worstOf(rows: Parameters<typeof worstGroupsOf>[0]): Promise<WorstGroups | null> {
  let worst: WorstGroups | null = null;
  for await (const { found } of worstGroupsOf(rows, 0)) worst = found;
  return worst;
}
