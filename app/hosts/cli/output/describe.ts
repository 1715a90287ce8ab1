// What was proposed and reached, as sentences and small tables for a person.

import type { Issue } from '../../../contract/issues/issues.ts';
import type { Plan } from '../../../contract/model.ts';
import {
  type Evaluation,
  type Metrics,
  type Scores,
  unitOfScores,
} from '../../../contract/run/evaluation.ts';
import type { AllMetrics } from '../../../contract/run/metrics.ts';
import { parts } from '../../../contract/run/parts.ts';
import { type LayerSpec, layersOn } from '../../../contract/spec/layers.ts';
import type { RunSpec } from '../../../contract/spec/spec.ts';
import type { Unit } from '../../../contract/table/unit.ts';
import { measured } from './describeTable.ts';
import { counted, figure, oneLine, table } from './figures.ts';
import { issueSentence } from './issueLines.ts';

/** e.g. `32 relu`, `32 relu with batch normalisation and dropout 0.2`; the output layer has no settings. */
function layerWords({ units, activation }: Plan['layers'][number], settings: LayerSpec | undefined): string {
  const { normalization = 'none', dropout = 0 } = settings ?? {};
  const more = [
    ...(normalization === 'none' ? [] : [`${normalization} normalisation`]),
    ...(dropout === 0 ? [] : [`dropout ${figure(dropout)}`]),
  ];
  return `${units} ${activation}${more.length === 0 ? '' : ` with ${more.join(' and ')}`}`;
}

export function planSentences(spec: RunSpec, plan: Plan): string[] {
  const inputs = plan.inputs.length;
  const layers = plan.layers.map((layer, k) =>
    layerWords(layer, spec.model.layers[layersOn(spec.model.layers)[k] ?? -1]),
  );
  const { optimizer, loss, batchSize, epochs, patience, schedule, precision } = spec.training;
  const more = [
    ...(schedule.type === 'constant' ? [] : [`schedule ${schedule.type}`]),
    ...(precision === 'float32' ? [] : [precision]),
    ...(spec.model.initialWeights === undefined ? [] : ['initial weights by hand']),
  ];
  const { train, validation, test, withoutTarget } = plan.rows;
  const left = withoutTarget === 0 ? '' : `; ${counted(withoutTarget, 'row')} without a target left out`;
  return [
    `Task: ${spec.data.task}.`,
    `Network: ${[inputs, ...layers].join(' -> ')}; ${counted(plan.parameters, 'parameter')}.`,
    `Training: ${loss}, ${optimizer.type}, learning rate ${figure(optimizer.learningRate)}, ` +
      `${batchSize === 'full' ? 'full batch' : `batches of ${batchSize}`}, at most ${counted(epochs, 'epoch')}, ` +
      `${[patience === 0 ? 'no early stopping' : `patience ${patience}`, ...more].join(', ')}, seed ${spec.seed}.`,
    `Rows: ${train} for training, ${validation} for validation, ${test} for test${left}.`,
  ];
}

/** Most sentences about cells of a file that a model reads. */
const cellIssuesShown = 20;

/** The cells that the model could not use as they stand, and how many such sentences are left out. */
export function fitSentences(issues: readonly Issue[]): string[] {
  const shown = issues.slice(0, cellIssuesShown).map(issueSentence);
  const more = issues.length - shown.length;
  return more > 0 ? [...shown, `${counted(more, 'more finding')} of this kind; --json lists all.`] : shown;
}

/** What happened to cells of a written file that a spreadsheet would compute. */
export function formulaSentences(count: number): string[] {
  if (count === 0) return [];
  return [
    `${counted(count, 'cell')} got an apostrophe, so that a spreadsheet shows text and computes no formula; --raw writes without it.`,
  ];
}

export const scoreNames: [key: string, name: string][] = [
  ['accuracy', 'accuracy'],
  ['f1Macro', 'F1 (macro)'],
  ['logLoss', 'log loss'],
  ['rmse', 'RMSE'],
  ['mae', 'MAE'],
  ['r2', 'R²'],
];

/** Scores in the units of the target. */
const inUnits: ReadonlySet<string> = new Set(['rmse', 'mae']);

/** A score by its key, with the target's unit where it is in those units. */
export function writtenScore(key: string, value: number | null, unit: Unit | undefined): string {
  return measured(value, inUnits.has(key) ? unit : undefined);
}

function scoreOf(scores: Scores | null, key: string): number | null {
  return Object.entries(scores ?? {}).find(([name]) => name === key)?.[1] ?? null;
}

/** Metrics of the three parts beside the baseline's (always the mean or the most frequent class), under a head. */
export function scoreTable(evaluation: Evaluation): string[] {
  const { metrics, baseline, rows, on, detail } = evaluation;
  const some = metrics[on];
  const unit = unitOfScores(detail);
  const several = detail.kind === 'numeric' && detail.targets.length > 1;
  const lines = scoreNamesOf(several)
    .filter(([key]) => some !== null && key in some)
    .map(([key, name]) => [
      name,
      ...parts.map((part) => writtenScore(key, scoreOf(metrics[part], key), unit)),
      writtenScore(key, scoreOf(baseline[on], key), unit),
    ]);
  if (several) lines.unshift(...targetLines(evaluation));
  const head = ['', 'training', 'validation', 'test', `baseline (${on === 'train' ? 'training' : on})`];
  const counts = ['rows', ...parts.map((part) => String(rows[part])), ''];
  return table([head, ...lines, counts], [false, true, true, true, true]);
}

/** Several targets have no RMSE or MAE in common, only the mean of their R². */
export function scoreNamesOf(severalTargets: boolean): typeof scoreNames {
  return severalTargets ? [['r2', 'mean R²']] : scoreNames;
}

/** RMSE, MAE and R² of each target in its own unit, as far as the evaluation has them. */
function targetLines({ detail, all, comparison, on }: Evaluation): string[][] {
  if (detail.kind === 'class') return [];
  return detail.targets.flatMap(({ name, unit, ...own }, target) =>
    scoreNames
      .filter(([key]) => key in own)
      .map(([key, metric]) => {
        const of = (scores: AllMetrics | null | undefined) =>
          scores?.kind === 'numeric' ? scoreOf(scores.targets[target]!.metrics, key) : null;
        const values = [
          ...parts.map((part) => (part === on ? scoreOf(own, key) : of(all?.[part]))),
          of(comparison?.baselines.guess),
        ];
        return [`${oneLine(name)}: ${metric}`, ...values.map((value) => writtenScore(key, value, unit))];
      }),
  );
}

/** One line for each score; `unit`: of the target's values. */
export function scoreLines(scores: Scores, unit?: Unit, severalTargets = false): string[] {
  const lines = scoreNamesOf(severalTargets)
    .filter(([key]) => key in scores)
    .map(([key, name]) => [name, writtenScore(key, scoreOf(scores, key), unit)]);
  return table(lines, [false, true]);
}

/** Why a score is null, by the path of the score: JSON Lines say it beside the null. */
export function whyNull(metrics: Metrics): Record<string, string> {
  const reasons: Record<string, string> = {};
  for (const part of parts) {
    const scores = metrics[part];
    if (scores === null) reasons[`metrics.${part}`] = 'no rows';
    else if ('r2' in scores && scores.r2 === null) reasons[`metrics.${part}.r2`] = 'the target is constant';
  }
  return reasons;
}
