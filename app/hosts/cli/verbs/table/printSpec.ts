// `chainrule spec`: the whole proposed spec as JSON on stdout, to be edited and given to `train --spec`. Why it is what it is
// goes to stderr.

import { withBackend } from '../../inProcess.ts';
import { checkUsage, chooseSpec, refuseBlocked } from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { oneLine } from '../../output/figures.ts';
import { holdingFor, issueLines } from '../../output/issueLines.ts';

/** Throws AppError spec_refused where the proposal could not be trained. */
export async function printSpec(
  files: readonly string[],
  options: SpecOptions & { json?: boolean },
): Promise<void> {
  checkUsage(options);
  await withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    for (const { message } of plan.reasons) process.stderr.write(`${oneLine(message)}\n`);
    for (const line of issueLines([...holdingFor(spec.data, dataset.issues), ...plan.issues]))
      process.stderr.write(`${oneLine(line)}\n`);
    process.stdout.write(`${JSON.stringify(spec, null, 2)}\n`);
  });
}
