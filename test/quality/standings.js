// From the scores of several models on several tables to who is ahead: mean ranks, and the tables that are lost. Pure functions of numbers;
// measure.js makes the scores, standings.test.ts holds the rules.

/** @typedef {'regression' | 'binary' | 'multiclass'} Task */
/** Scores of one table: by model, one for each split. RMSE (lower is better) for regression, else accuracy.
 * @typedef {{ file: string, task: Task, scores: Record<string, number[]> }} TableScores */

/** Beyond so much a table is lost to the best of the others. */
const lostBeyond = { rmseShare: 0.05, accuracy: 0.02 };

/** @param {readonly number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the mean; 0 for a single value. @param {readonly number[]} values */
export function standardError(values) {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length,
  );
}

/** Of each model over all tables and splits; 1 is the best, equal scores share their ranks.
 * @param {readonly TableScores[]} tables
 * @param {readonly string[]} models
 * @returns {Record<string, number>} */
export function meanRanks(tables, models) {
  /** @type {Record<string, number[]>} */
  const ranks = Object.fromEntries(models.map((model) => [model, []]));
  for (const { task, scores } of tables)
    for (let split = 0; split < splitsOf(scores); split++) {
      const losses = models.map((model) => lossOf(task, scores[model]?.[split] ?? Number.NaN));
      for (const [k, model] of models.entries()) ranks[model]?.push(rankOf(losses, losses[k] ?? Number.NaN));
    }
  return Object.fromEntries(models.map((model) => [model, mean(ranks[model] ?? [])]));
}

/** @param {Record<string, number[]>} scores */
const splitsOf = (scores) => Math.min(...Object.values(scores).map(({ length }) => length));

/** Lower is better. @param {Task} task @param {number} score */
const lossOf = (task, score) => (task === 'regression' ? score : -score);

/** @param {readonly number[]} losses @param {number} own */
function rankOf(losses, own) {
  const better = losses.filter((loss) => loss < own).length;
  const equal = losses.filter((loss) => loss === own).length;
  return better + (equal + 1) / 2;
}

/** By how much `model` is behind the best of `others`, each by its mean over the splits: a share of the RMSE, or accuracy.
 * @param {TableScores} table
 * @param {string} model
 * @param {readonly string[]} others */
export function behind({ task, scores }, model, others) {
  const own = mean(scores[model] ?? []);
  const all = others.map((other) => mean(scores[other] ?? []));
  return task === 'regression' ? own / Math.min(...all) - 1 : Math.max(...all) - own;
}

/** @param {TableScores} table @param {string} model @param {readonly string[]} others */
export function isLost(table, model, others) {
  const by = behind(table, model, others);
  return by > (table.task === 'regression' ? lostBeyond.rmseShare : lostBeyond.accuracy);
}

/** What a change is worth on a table, negative is better: the mean over splits of the change in percent of the RMSE, or in points of the
 * error rate. @param {TableScores} table @param {string} before @param {string} after */
export function changeOf({ task, scores }, before, after) {
  const [old, now] = [scores[before] ?? [], scores[after] ?? []];
  const changes = old
    .slice(0, now.length)
    .map((score, split) =>
      task === 'regression'
        ? 100 * Math.log((now[split] ?? Number.NaN) / score)
        : 100 * (score - (now[split] ?? Number.NaN)),
    );
  return mean(changes);
}
