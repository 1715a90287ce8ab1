// What `search` prints: a line while it is in progress, the standings, what each setting is worth, and how far to trust the winner.
import type {
  Candidate,
  CandidateSettings,
  KeptSearch,
  SearchMetric,
  SearchUpdate,
  SettingEffect,
} from '../../../contract/run/search.ts';
import { withUnit } from '../../../contract/table/unit.ts';
import { metricNames } from '../../../workspace/search/winnerSentence.ts';
import { counted, duration, figure, table } from './figures.ts';

type Facts = NonNullable<SearchUpdate['search']>;

/** Candidates in the printed standings. */
const mostListed = 10;
/** Test rows below which their score says nothing. */
export const leastTestRows = 10;

export function beginSentence({ rows, folds, rungs }: Facts): string {
  const epochs = rungs.map(({ epochs }) => epochs).join(', ');
  return `Searching on ${counted(rows.searched, 'row')} in ${folds} folds; the ${counted(rows.test, 'test row')} are not touched. Candidates are compared after ${epochs} epochs; the best third goes on.`;
}

export function progressText(
  { rungs, secondsLeft }: Facts,
  best: Candidate | undefined,
  unit: string,
): string {
  const rung = rungs.findIndex(({ candidates, ended }) => candidates === null || ended < candidates);
  const at = rungs[rung < 0 ? rungs.length - 1 : rung]!;
  const parts = [
    `rung ${(rung < 0 ? rungs.length - 1 : rung) + 1} of ${rungs.length}`,
    `${at.ended}${at.candidates === null ? '' : ` of ${at.candidates}`} candidates`,
  ];
  if (best?.score) parts.push(`best ${networkText(best.settings)} ${unit} ${figure(best.score.mean)}`);
  if (secondsLeft !== null) parts.push(`${duration(secondsLeft)} left`);
  return parts.join('  ');
}

export function standingsTable(
  standings: readonly number[],
  candidates: ReadonlyMap<number, Candidate>,
  { metric, unit }: Pick<Facts, 'metric' | 'unit'>,
  winner: number,
): string[] {
  const head = [
    '',
    '#',
    'network',
    'rate',
    'decay',
    'dropout',
    'batch',
    'parameters',
    scoreHead(metric, unit),
    'state',
  ];
  const rows = standings.slice(0, mostListed).map((index, place) => {
    const { settings, parameters, score, state, rung } = candidates.get(index)!;
    const { learningRate, weightDecay, dropout, batchSize } = settings;
    return [
      index === winner ? '*' : '',
      String(place + 1),
      networkText(settings),
      figure(learningRate),
      figure(weightDecay),
      figure(dropout),
      String(batchSize),
      String(parameters),
      `${figure(score?.mean ?? null)}${score?.error == null ? '' : ` ± ${figure(score.error)}`}`,
      state === 'dropped' ? `dropped after rung ${rung + 1}` : state,
    ];
  });
  return table([head, ...rows], [false, true, false, true, true, true, true, true, true, false]);
}

function scoreHead(metric: SearchMetric, unit: Facts['unit']): string {
  const inUnit = (metric === 'rmse' || metric === 'mae') && unit !== null;
  return inUnit ? `${metricNames[metric]} (${withUnit('', unit).trim()})` : metricNames[metric];
}

/** `64-32 relu`, `linear`, `64 silu batch`, with `robust` for scaling by quartiles, `log` for logarithms, `bins` for
 *  a piecewise-linear encoding, `huber` for Huber's loss. */
export function networkText({ hidden, activation, normalization, scaling, loss }: CandidateSettings): string {
  const scaled = scaling === 'proposed' ? '' : ` ${scaling === 'piecewiseLinear' ? 'bins' : scaling}`;
  const differs = `${scaled}${loss === 'huber' ? ' huber' : ''}`;
  if (hidden.length === 0) return `linear${differs}`;
  const normalised = normalization === 'none' || normalization === null ? '' : ` ${normalization} norm`;
  return `${hidden.join('-')} ${activation}${normalised}${differs}`;
}

const settingNames: Record<SettingEffect['setting'], string> = {
  hidden: 'hidden layers',
  activation: 'activation',
  learningRate: 'learning rate',
  weightDecay: 'weight decay',
  dropout: 'dropout',
  normalization: 'normalisation',
  batchSize: 'batch size',
  scaling: 'scaling',
  loss: 'loss',
};

/** Values of each setting, the best first. */
export function effectLines(effects: readonly SettingEffect[], metric: SearchMetric): string[] {
  if (effects.length === 0) return [];
  const rows = effects.map(({ setting, values }) => {
    const best = [...values].sort((a, b) => a.effect - b.effect);
    const words = best.map(({ value, effect }) => `${value} ${effect > 0 ? '+' : ''}${figure(effect)}`);
    return [settingNames[setting], words.join('; ')];
  });
  return [
    `Effect of each setting on ${metricNames[metric]} after the first rung (negative is better):`,
    ...table(rows, [false, false]),
  ];
}

/** How many were compared, in what time, and how to repeat it. */
export function comparedSentence(reached: number, facts: Facts, state: SearchUpdate['state']): string {
  const { seconds, budget, seed } = facts;
  const stopped = state === 'stopped' ? ' before it was stopped' : '';
  const repeat =
    'seconds' in budget && state === 'finished'
      ? ` To repeat it anywhere: --budget ${reached} --seed ${seed}.`
      : '';
  return `Compared ${counted(reached, 'candidate')} in ${duration(seconds)}${stopped}.${repeat}`;
}

/** What the winner's test score is worth. */
export function honestSentence(test: number, reached: number): string {
  if (test >= leastTestRows)
    return `The test rows had no part in the search: ${counted(reached, 'candidate')} were compared without them, and the winner alone is scored on them.`;
  const rows = test === 0 ? 'There are no test rows' : `There are only ${counted(test, 'test row')}`;
  return `${rows}, so there is no honest score: the score over the folds chose the winner out of ${reached}, and is better than that of new rows will be.`;
}

/** Of the last line with --json. */
export function searchFields({ chosen, candidates, winner, reached, seconds, ...kept }: KeptSearch) {
  const { settings, parameters, score } = candidates[chosen]!;
  const { metric, folds, seed, budget, state } = kept;
  const { asGood, lead, members } = winner;
  return {
    candidates: reached,
    budget,
    search: { state, seed, folds, metric, seconds, reached },
    winner: { candidate: chosen, settings, parameters, members, score, asGood, lead },
  };
}
