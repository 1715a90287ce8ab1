// `chainrule spec`: the whole proposed spec as JSON on stdout, to be edited and given to `train --spec`. Why it is what it is
// goes to stderr.
import { checkUsage, chooseSpec, refuseBlocked } from './chosenSpec.ts';
import { issueSentence } from './describe.ts';
import { oneLine } from './figures.ts';
import { withBackend } from './inProcess.ts';
import { openFile } from './openFile.ts';
import type { SpecOptions } from './specOptions.ts';

/** Throws AppError spec_refused where the proposal could not be trained. */
export async function printSpec(file: string, options: SpecOptions & { json?: boolean }): Promise<void> {
  checkUsage(options);
  await withBackend(async (client) => {
    const dataset = await openFile(client, file, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    for (const { message } of plan.reasons) process.stderr.write(`${oneLine(message)}\n`);
    for (const issue of [...dataset.issues, ...plan.issues])
      process.stderr.write(`${oneLine(issueSentence(issue))}\n`);
    process.stdout.write(`${JSON.stringify(spec, null, 2)}\n`);
  });
}
