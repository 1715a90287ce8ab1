// `chainrule rates`: the learning-rate range test, for the network that would be trained.
import type { RateTest } from '../../../../contract/run/insight.ts';
import { withBackend } from '../../inProcess.ts';
import { checkUsage, chooseSpec, refuseBlocked } from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { planSentences } from '../../output/describe.ts';
import { counted, figure, table } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';

export interface RateOptions extends SpecOptions {
  from?: number;
  to?: number;
  steps?: number;
  json?: boolean;
}

/** Lines for a person; --json has every rate. */
const shownRates = 20;

export async function rates(files: readonly string[], options: RateOptions): Promise<void> {
  checkUsage(options);
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    const { from, to, steps } = options;
    const found = await client.insight.rates({ from, to, steps });
    output.say(...planSentences(spec, plan).slice(1, 3), '', ...rateTable(found), '', verdict(found));
    output.emit('result', found);
  });
}

function rateTable({ rates, losses, smoothed, suggested }: RateTest): string[] {
  const stride = Math.max(1, Math.ceil(rates.length / shownRates));
  const chosen = suggested === null ? -1 : rates.indexOf(suggested);
  const shown = [...rates.keys()].filter((k) => k % stride === 0 || k === chosen || k === rates.length - 1);
  const lines = shown.map((k) => [
    figure(rates[k]!),
    figure(losses[k]!),
    figure(smoothed[k]!),
    k === chosen ? 'steepest' : '',
  ]);
  return table([['rate', 'loss', 'smoothed', ''], ...lines], [true, true, true, false]);
}

function verdict({ rates, suggested, stoppedEarly }: RateTest): string {
  const end = stoppedEarly
    ? `At ${figure(rates.at(-1) ?? null)} the loss had grown to four times its best.`
    : `${counted(rates.length, 'rate was', 'rates were')} tried, and the loss never grew to four times its best.`;
  return suggested === null
    ? `${end} It never fell, so no learning rate can be suggested.`
    : `${end} Suggested learning rate: ${figure(suggested)}.`;
}
