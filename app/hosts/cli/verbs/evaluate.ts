// `chainrule evaluate`: a kept model's scores on every row of a file that has a target.

import { fileRef, withBackend } from '../inProcess.ts';
import { fitSentences, scoreLines } from '../output/describe.ts';
import { counted } from '../output/figures.ts';
import { Output } from '../output/output.ts';
import { metricTable, verdictFields, verdictSentences } from '../output/verdict.ts';

export async function evaluate(model: string, file: string, options: { json?: boolean }): Promise<void> {
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const { scores, verdict, targetUnits, ...report } = await client.models.evaluate({
      model: fileRef(model),
      file: fileRef(file),
    });
    const { rows, rowsWithoutTarget, issues, fingerprint, task } = report;
    const left =
      rowsWithoutTarget === 0 ? '' : `; ${counted(rowsWithoutTarget, 'row')} without a target left out`;
    output.say(`Scored ${counted(rows, 'row')} (${task})${left}.`);
    output.say(...fitSentences(issues));
    const lines =
      verdict === null
        ? [...scoreLines(scores, report.unit), '', 'The model keeps no baselines to compare with.']
        : [
            ...metricTable(verdict, (target) => targetUnits[target] ?? undefined),
            '',
            ...verdictSentences(verdict, report.unit),
          ];
    output.say('', ...lines, '', `Fingerprint: ${fingerprint}`);
    const constant = 'r2' in scores && scores.r2 === null;
    output.emit('result', {
      ...report,
      ...(verdict === null ? { metrics: scores } : verdictFields(verdict)),
      ...(constant ? { reasons: { 'metrics.r2': 'the target is constant' } } : {}),
    });
  });
}
