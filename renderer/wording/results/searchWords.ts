// Words of the search for the best network: a candidate's name, settings, state and score, the budget, and what its lead means.

import type {
  Candidate,
  CandidateSettings,
  FoundBy,
  SearchBudget,
  SearchMetric,
  SearchSetting,
  SearchWinner,
} from '../../../app/contract/run/search.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../counts.ts';
import { exactIn, measuredIn, united } from '../inUnits.ts';
import { numbers } from '../numbers.ts';

const settingNames: Record<SearchSetting, () => string> = {
  hidden: m.search_setting_hidden,
  activation: m.search_setting_activation,
  learningRate: m.search_setting_learning_rate,
  weightDecay: m.search_setting_weight_decay,
  dropout: m.search_setting_dropout,
  normalization: m.search_setting_normalization,
  batchSize: m.search_setting_batch_size,
  scaling: m.search_setting_scaling,
  loss: m.search_setting_loss,
};
export const settingName = (setting: SearchSetting): string => settingNames[setting]();

const metricNames: Record<SearchMetric, () => string> = {
  rmse: m.search_metric_rmse,
  mae: m.search_metric_mae,
  relativeRmse: m.search_metric_relative,
  logLoss: m.search_metric_log_loss,
  loss: m.search_metric_loss,
};
export const searchMetricName = (metric: SearchMetric): string => metricNames[metric]();

/** e.g. `64-32 relu`; a linear model says so, and one with Huber's loss: `64-32 relu Huber`. */
export function candidateName({ hidden, activation, loss }: CandidateSettings): string {
  const network = hidden.length === 0 ? m.search_linear() : `${hidden.join('-')} ${activation ?? ''}`.trim();
  return loss === 'huber' ? `${network} ${m.loss_huber()}` : network;
}

export function budgetName(budget: SearchBudget): string {
  return 'candidates' in budget
    ? m.search_budget_candidates({ count: numbers().whole(budget.candidates) })
    : m.search_budget_seconds({ seconds: numbers().whole(budget.seconds) });
}

const unitOf = (metric: SearchMetric, unit: Unit | null): Unit | undefined =>
  metric === 'rmse' || metric === 'mae' ? (unit ?? undefined) : undefined;

/** Decimal places that give a score three significant digits; a standard error has those of its score. */
export const scoreDecimals = (value: number): number =>
  Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1))));

/** A score in the target's unit where the metric has it; zeros at its end stay, so that scores line up: 3.80. */
export function scoreText(value: number, metric: SearchMetric, unit: Unit | null): string {
  const text = Number.isFinite(value)
    ? numbers().fixed(value, scoreDecimals(value))
    : numbers().measure(value);
  return united(value, text, unitOf(metric, unit));
}

/** A difference of scores, with two digits. */
export function differenceText(value: number, metric: SearchMetric, unit: Unit | null): string {
  return measuredIn(unitOf(metric, unit), 2)(value);
}

/** A value of the axis of scores, with all its digits. */
export function tickText(value: number, metric: SearchMetric, unit: Unit | null): string {
  return exactIn(unitOf(metric, unit))(value);
}

export function stateText({ state, epoch, rung }: Candidate): string {
  const at = { epoch: numbers().whole(epoch), round: String(rung + 1) };
  switch (state) {
    case 'waiting':
      return m.search_state_waiting();
    case 'training':
      return m.search_state_training(at);
    case 'dropped':
      return m.search_state_dropped(at);
    case 'finished':
      return m.search_state_finished();
    case 'failed':
      return m.search_state_failed();
    case 'stopped':
      return m.search_state_stopped(at);
  }
}

/** That the winner was trained by another loss than what candidates are compared by; null where it was not. */
export function lossSentence({ loss }: CandidateSettings, metric: SearchMetric): string | null {
  return loss === 'huber' && metric !== 'loss'
    ? m.search_lead_huber({ metric: searchMetricName(metric) })
    : null;
}

/** What to think of the winner's lead. */
export function leadSentence(
  { sentence, asGood, lead }: SearchWinner,
  difference: (value: number) => string,
): string {
  if (lead === null) return m.search_lead_only();
  const values = { lead: difference(Math.abs(lead.value)), error: difference(lead.error) };
  if (sentence.code === 'smallest')
    return m.search_lead_smallest({ count: numbers().whole(asGood.length + 1) });
  return sentence.code === 'lead' ? m.search_lead_real(values) : m.search_lead_none(values);
}

/** e.g. `5 × 641 parameters`. */
export function membersText(members: number, parameters: number): string {
  const each = counts.parameters(parameters);
  return members === 1 ? each : m.search_members({ members: numbers().whole(members), parameters: each });
}

/** Of a run that a search found: how many candidates were compared. @param untouched whether it is scored on test rows. */
export function foundBySentence({ compared, isWinner }: FoundBy, untouched: boolean): string {
  const count = numbers().whole(compared);
  if (!isWinner) return m.search_found_other({ count });
  return untouched ? m.search_found_best({ count }) : m.search_found_best_no_test({ count });
}
