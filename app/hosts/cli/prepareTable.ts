// `chainrule prepare`: the table as the network reads it, as CSV, to a file or to stdout. What was done is told on stderr.
import { checkUsage, chooseSpec, refuseBlocked } from './chosenSpec.ts';
import { issueSentence, planSentences, tableSentence } from './describe.ts';
import { refusedOutput } from './exportModel.ts';
import { wrongUsage } from './failure.ts';
import { withBackend } from './inProcess.ts';
import { openFile } from './openFile.ts';
import { Output } from './output.ts';
import { writeOutput } from './outputFile.ts';
import { writeToStdout } from './predict.ts';
import type { SpecOptions } from './specOptions.ts';

export async function prepareTable(
  file: string,
  options: SpecOptions & { out?: string; json?: boolean },
): Promise<void> {
  checkUsage(options);
  const { out, json = false } = options;
  const toFile = out !== undefined && out !== '-';
  if (json && !toFile) {
    throw wrongUsage('--json needs --out here: without it the prepared table itself goes to stdout.');
  }
  if (toFile) await refusedOutput(out, [file]);
  const output = new Output(json, toFile);
  await withBackend(async (client) => {
    const dataset = await openFile(client, file, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    output.say(tableSentence(dataset));
    for (const issue of [...dataset.issues, ...plan.issues])
      output.note(issueSentence(issue), { code: issue.code });
    output.say(planSentences(spec, plan).at(-1) ?? '');
    const pieces = await client.export.prepared();
    if (!toFile) return writeToStdout(pieces);
    await writeOutput(out, pieces);
    output.say(`The prepared table is in ${out}: ${plan.inputs.length} inputs.`);
    output.emit('result', { out, inputs: plan.inputs, rows: plan.rows, preparation: plan.preparation });
  });
}
