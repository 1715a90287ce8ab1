// The settings and results of a run as named facts, and the facts in which several runs differ.

import type { ComparedRun, RunSummary } from '../../../app/contract/run/training.ts';
import { newLayer } from '../../../app/contract/spec/layers.ts';
import { defaultLossSettings } from '../../../app/contract/spec/losses.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { defaultRegularization } from '../../../app/contract/spec/regularization.ts';
import { defaultStopping } from '../../../app/contract/spec/stopping.ts';
import { m } from '../../paraglide/messages.js';
import { hidesTestScore } from '../../state/run/openRun.ts';
import { numbers } from '../../wording/numbers.ts';
import { runOutcome } from '../../wording/runTitle.ts';
import { seenTestScores, shortScore, testViewsWords } from '../../wording/scores.ts';
import { choiceLabel } from '../../wording/settingWords.ts';
import {
  initialText,
  preparationText,
  scheduleText,
  splitText,
  unusualText,
} from '../../wording/spec/specText.ts';
import { lossNames, optimizerNames } from '../../wording/specNames.ts';

export interface Fact {
  label: string;
  value: string;
}

/** Facts in an order that is the same for every run. */
export function factsOf({ summary, spec, changes, stepsPerEpoch }: ComparedRun): Fact[] {
  const format = numbers();
  const { training, model, data } = spec;
  const used = data.columns.filter(({ role }) => role === 'feature').map(({ name }) => name);
  const layers = model.layers.map(({ units, activation }) => `${format.whole(units)} ${activation}`);
  const { type, learningRate } = training.optimizer;
  const usual = newOptimizer(type, { learningRate });
  const batch = training.batchSize === 'full' ? m.model_batch_full() : format.whole(training.batchSize);
  return [
    { label: m.runs_fact_file(), value: summary.fileName },
    { label: m.runs_fact_target(), value: summary.target },
    { label: m.runs_fact_columns(), value: format.list(used) },
    { label: m.runs_fact_network(), value: layers.length === 0 ? m.runs_no_hidden() : layers.join(', ') },
    {
      label: m.runs_fact_layers(),
      value: listed(model.layers.map((layer) => unusualText(layer, newLayer(layer.units, layer.activation)))),
    },
    { label: m.runs_fact_initial(), value: initialText(model.initialWeights) },
    { label: m.model_loss(), value: lossNames()[training.loss] },
    { label: m.runs_fact_loss_settings(), value: unusualText(training.lossSettings, defaultLossSettings) },
    { label: m.model_optimizer(), value: optimizerNames()[type] },
    { label: m.runs_fact_rate(), value: rates(learningRate, changes, stepsPerEpoch) },
    { label: m.runs_fact_settings(), value: unusualText(training.optimizer, usual) },
    { label: m.runs_fact_schedule(), value: scheduleText(training.schedule) },
    {
      label: m.runs_fact_regularization(),
      value: unusualText(training.regularization, defaultRegularization),
    },
    { label: m.model_batch(), value: batch },
    { label: m.model_epochs(), value: format.whole(training.epochs) },
    { label: m.model_patience(), value: format.whole(training.patience) },
    { label: m.runs_fact_stopping(), value: unusualText(training.stopping, defaultStopping) },
    { label: m.runs_fact_split(), value: splitText(data.split) },
    { label: m.runs_fact_preparation(), value: preparationText(data.columns) },
    { label: m.runs_fact_precision(), value: choiceLabel(training.precision) },
    { label: m.model_seed(), value: String(spec.seed) },
    { label: m.runs_fact_result(), value: runOutcome(summary) },
    testFact(summary),
  ];
}

/** A test score that was looked at, and how often; the number of looks is part of what it is worth. */
function testFact(summary: RunSummary): Fact {
  const scores = seenTestScores(summary);
  const unseen = hidesTestScore(summary) ? m.runs_test_unseen() : '–';
  const value = scores
    ? m.runs_test_seen({ score: shortScore(scores, summary), views: testViewsWords(summary) })
    : unseen;
  return { label: m.runs_fact_test(), value };
}

export interface Difference {
  label: string;
  /** Each value with the indices of the runs that have it, in the order of the runs. */
  values: { value: string; runs: number[] }[];
}

/** Facts in which the runs differ, and facts that are the same for all. */
export function differencesOf(runs: readonly ComparedRun[]): { differing: Difference[]; same: Fact[] } {
  const all = runs.map(factsOf);
  const differing: Difference[] = [];
  const same: Fact[] = [];
  for (const [index, { label, value }] of (all[0] ?? []).entries()) {
    const values = new Map<string, number[]>();
    for (const [run, facts] of all.entries()) {
      const found = facts[index]?.value ?? '';
      values.set(found, [...(values.get(found) ?? []), run]);
    }
    if (values.size > 1)
      differing.push({ label, values: [...values].map(([v, of]) => ({ value: v, runs: of })) });
    else same.push({ label, value });
  }
  return { differing, same };
}

function rates(from: number, changes: ComparedRun['changes'], stepsPerEpoch: number): string {
  const format = numbers();
  const later = changes.flatMap(({ step, optimizer }) =>
    optimizer === undefined
      ? []
      : [
          m.runs_rate_from({
            rate: format.exact(optimizer.learningRate),
            epoch: format.whole(stepsPerEpoch > 0 ? Math.floor(step / stepsPerEpoch) + 1 : 0),
          }),
        ],
  );
  return [format.exact(from), ...later].join(', ');
}

/** Values of several layers, without repetitions. */
function listed(values: string[]): string {
  return [...new Set(values)].join('; ') || m.runs_usual();
}
