// `chainrule balance`: what balanced class weights would change, measured by two short trainings in memory.
import { type BalanceTrial, balanceTrialLimits } from '../../../../contract/run/balanceTrial.ts';
import { withBackend } from '../../inProcess.ts';
import { checkUsage, chooseSpec, refuseBlocked } from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { planSentences } from '../../output/describe.ts';
import { counted, figure, table } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';
import { ProgressBar } from '../../output/progressBar.ts';

export interface BalanceOptions extends SpecOptions {
  json?: boolean;
}

export async function balance(files: readonly string[], options: BalanceOptions): Promise<void> {
  checkUsage(options);
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    const bar = new ProgressBar();
    try {
      for await (const update of await client.insight.balance()) {
        if (update.kind === 'progress') {
          bar.drawSeveral(update.done, 'equal and balanced weights', null);
          continue;
        }
        bar.clear();
        output.say(...planSentences(spec, plan).slice(1, 3), '', ...trialLines(update.trial));
        output.emit('result', update.trial);
      }
    } finally {
      bar.clear();
    }
  });
}

function trialLines({ rows, ofRows, scoredRows, scores }: BalanceTrial): string[] {
  if (scoredRows === 0) return ['There are no validation rows to measure by; give the split some.'];
  if (scores === null)
    return ['A training diverged, so that nothing can be said; try a lower learning rate.'];
  const { equal, balanced } = scores;
  const which = rows < ofRows ? `${rows} of ${ofRows} training rows` : counted(rows, 'training row');
  return [
    ...table(
      [
        ['class weights', 'balanced accuracy', 'accuracy'],
        ['equal', figure(equal.balancedAccuracy), figure(equal.accuracy)],
        ['balanced', figure(balanced.balancedAccuracy), figure(balanced.accuracy)],
      ],
      [false, true, true],
    ),
    '',
    `Measured by two trainings on ${which}, of ${balanceTrialLimits.seconds.max} s at most, on ${counted(scoredRows, 'validation row')}.`,
    'To train with balanced weights: --class-weights balanced',
  ];
}
