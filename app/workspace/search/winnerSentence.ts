// What to think of a search's winner, in a sentence: how many were compared, whether it is ahead of the others, and whether smaller ones
// do as well. Where its loss is another one than that of most candidates, it says so.
import type { SearchMetric, SearchWinner } from '../../contract/run/search.ts';
import type { Loss } from '../../contract/spec/losses.ts';

type Sentence = SearchWinner['sentence'];

type Chosen = Pick<SearchWinner, 'candidate' | 'best' | 'asGood' | 'lead'>;

/** @param compared candidates that have ended the first rung. @param loss the winner's own. */
export function winnerSentence(
  chosen: Chosen,
  compared: number,
  metric: SearchMetric,
  loss: Loss | null,
): Sentence {
  const sentence = leadSentence(chosen, compared, metric);
  // Of a search whose spec has Huber's loss the metric is the loss.
  if (loss !== 'huber' || metric === 'loss') return sentence;
  const ofLoss = `Its loss is Huber's, on which targets that are far off have less effect; all candidates are compared by ${metricNames[metric]}.`;
  const { code, message, values } = sentence;
  return { code, message: `${message} ${ofLoss}`, values: { ...values, loss } };
}

function leadSentence(
  { candidate, best, asGood, lead }: Chosen,
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
