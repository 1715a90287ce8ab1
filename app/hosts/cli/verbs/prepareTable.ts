// `chainrule prepare`: the table as the network reads it, as CSV, to a file or to stdout. What was done is printed on stderr.

import { withBackend } from '../inProcess.ts';
import { checkUsage, chooseSpec, refuseBlocked } from '../options/chosenSpec.ts';
import { filesOf, openFile } from '../options/openFile.ts';
import type { SpecOptions } from '../options/specOptions.ts';
import { planSentences, tableSentences } from '../output/describe.ts';
import { wrongUsage } from '../output/failure.ts';
import { counted } from '../output/figures.ts';
import { holdingFor, noteIssues } from '../output/issueLines.ts';
import { Output } from '../output/output.ts';
import { writeOutput } from '../output/outputFile.ts';
import { refusedOutput } from './exportModel.ts';
import { writeToStdout } from './predict.ts';

export async function prepareTable(
  files: readonly string[],
  options: SpecOptions & { out?: string; json?: boolean },
): Promise<void> {
  checkUsage(options);
  const { out, json = false } = options;
  const toFile = out !== undefined && out !== '-';
  if (json && !toFile) {
    throw wrongUsage('--json needs --out here: without it the prepared table itself goes to stdout.');
  }
  if (toFile) await refusedOutput(out, await filesOf(files, options));
  const output = new Output(json, toFile);
  await withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    output.say(...tableSentences(dataset));
    noteIssues(output, [...holdingFor(spec.data, dataset.issues), ...plan.issues]);
    output.say(planSentences(spec, plan).at(-1) ?? '');
    const pieces = await client.export.prepared();
    if (!toFile) return writeToStdout(pieces);
    await writeOutput(out, pieces);
    output.say(`The prepared table is in ${out}: ${counted(plan.inputs.length, 'input')}.`);
    output.emit('result', { out, inputs: plan.inputs, rows: plan.rows, preparation: plan.preparation });
  });
}
