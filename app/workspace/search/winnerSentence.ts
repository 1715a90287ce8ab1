// What to think of a search's winner, in a sentence: how many were compared, whether it is ahead of the others, and whether smaller ones
// do as well.
import type { SearchMetric, SearchWinner } from '../../contract/run/search.ts';

type Sentence = SearchWinner['sentence'];

/** @param compared candidates that have ended the first rung. */
export function winnerSentence(
  { candidate, best, asGood, lead }: Pick<SearchWinner, 'candidate' | 'best' | 'asGood' | 'lead'>,
  compared: number,
  metric: SearchMetric,
): Sentence {
  if (lead === null)
    return {
      code: 'only',
      message: 'No other candidate has come as far, so nothing says how good it is.',
      values: { compared },
    };
  const values = { compared, asGood: asGood.length, lead: lead.value, error: lead.error };
  if (candidate !== best) {
    const message = `The smallest of ${asGood.length + 1} candidates that do equally well: their scores differ by no more than 1 % and one standard error over the folds.`;
    return { code: 'smallest', message, values };
  }
  const ahead = `${digits(lead.value)} in ${metricNames[metric]}`;
  const message = lead.isReal
    ? `It leads the next one by ${ahead}, with a standard error of ${digits(lead.error)}.`
    : `No real lead: it is ahead of the next one by ${ahead}, and the standard error of that is ${digits(lead.error)}.`;
  return { code: lead.isReal ? 'lead' : 'noLead', message, values };
}

export const metricNames: Record<SearchMetric, string> = {
  rmse: 'RMSE',
  mae: 'MAE',
  relativeRmse: 'RMSE in standard deviations',
  logLoss: 'log loss',
  loss: 'loss',
};

const digits = (value: number) => String(Number(value.toPrecision(2)));
