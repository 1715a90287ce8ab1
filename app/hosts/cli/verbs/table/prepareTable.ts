// `chainrule prepare`: the table as the network reads it, as CSV, to a file or to stdout. What was done is printed on stderr.

import { withBackend } from '../../inProcess.ts';
import { checkUsage, chooseSpec, refuseBlocked } from '../../options/chosenSpec.ts';
import { filesOf, openFile } from '../../options/openFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { formulaSentences, planSentences } from '../../output/describe.ts';
import { tableSentences } from '../../output/describeTable.ts';
import { wrongUsage } from '../../output/failure.ts';
import { counted } from '../../output/figures.ts';
import { holdingFor, noteIssues } from '../../output/issueLines.ts';
import { Output } from '../../output/output.ts';
import { refuseOutput, writeOutput } from '../../output/outputFile.ts';
import { toTheEnd, writeToStdout } from '../../output/pieces.ts';

export async function prepareTable(
  files: readonly string[],
  options: SpecOptions & { out?: string; force?: boolean; raw?: boolean; json?: boolean },
): Promise<void> {
  checkUsage(options);
  const { out, json = false } = options;
  const toFile = out !== undefined && out !== '-';
  if (json && !toFile) {
    throw wrongUsage('--json needs --out here: without it the prepared table itself goes to stdout.');
  }
  if (toFile) await refuseOutput(out, await filesOf(files, options), options.force);
  const output = new Output(json, toFile);
  await withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    output.say(...tableSentences(dataset));
    noteIssues(output, [...holdingFor(spec.data, dataset.issues), ...plan.issues]);
    output.say(planSentences(spec, plan).at(-1) ?? '');
    let formulaCells = 0;
    const pieces = toTheEnd(await client.export.prepared({ raw: options.raw === true }), (end) => {
      formulaCells = end?.formulaCells ?? 0;
    });
    if (toFile) await writeOutput(out, pieces);
    else await writeToStdout(pieces);
    output.say(...formulaSentences(formulaCells));
    if (!toFile) return;
    output.say(`The prepared table is in ${out}: ${counted(plan.inputs.length, 'input')}.`);
    const { inputs, rows, preparation } = plan;
    output.emit('result', { out, inputs, rows, preparation, formulaCells });
  });
}
