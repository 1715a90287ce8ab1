// `chainrule evaluate`: a kept model's scores on every row of a file that has a target.

import type { GroupsAsked } from '../../../../contract/modelReport.ts';
import type { GroupedDatePart } from '../../../../contract/run/errorRows.ts';
import { fileRef, withBackend } from '../../inProcess.ts';
import { comparisonFields, comparisonSentences, metricTable } from '../../output/comparison.ts';
import { coverageSentences } from '../../output/coverage.ts';
import { fitSentences, scoreLines } from '../../output/describe.ts';
import { counted, figure } from '../../output/figures.ts';
import { groupLines, worstGroupLines } from '../../output/groups.ts';
import { Output } from '../../output/output.ts';

interface Options {
  json?: boolean;
  threshold?: number;
  by?: string;
  datePart?: GroupedDatePart;
  worstGroups?: boolean;
}

export async function evaluate(model: string, file: string, options: Options): Promise<void> {
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const { scores, comparison, targetUnits, coverage, groups, worstGroups, ...report } =
      await client.models.evaluate({
        model: fileRef(model),
        file: fileRef(file),
        ...(options.threshold !== undefined && { threshold: options.threshold }),
        ...groupsAsked(options),
      });
    const { rows, rowsWithoutTarget, issues, fingerprint, task } = report;
    const left =
      rowsWithoutTarget === 0 ? '' : `; ${counted(rowsWithoutTarget, 'row')} without a target left out`;
    output.say(`Scored ${counted(rows, 'row')} (${task})${left}.`);
    if (report.threshold !== undefined)
      output.say(
        `The second class is predicted above a probability of ${figure(report.threshold)}; the linear model predicts it for as many rows.`,
      );
    output.say(...fitSentences(issues));
    const lines =
      comparison === null
        ? [
            ...scoreLines(scores, report.unit, targetUnits.length > 1),
            '',
            'The model keeps no baselines to compare with.',
          ]
        : [
            ...metricTable(comparison, (target) => targetUnits[target] ?? undefined),
            '',
            ...comparisonSentences(comparison, report.unit),
          ];
    const names =
      comparison?.metrics.kind === 'numeric' ? comparison.metrics.targets.map(({ name }) => name) : [];
    const sure = coverage === null ? [] : coverageSentences(coverage, names, targetUnits);
    output.say('', ...lines, ...sure, '');
    const unitAt = (k: number) => targetUnits[k] ?? undefined;
    for (const [k, found] of (groups ?? []).entries()) {
      output.say(...groupLines(found, unitAt(k)), '');
      output.emit('groups', found);
    }
    for (const [k, found] of (worstGroups ?? []).entries()) {
      output.say(...worstGroupLines(found, unitAt(k)), '');
      output.emit('worstGroups', found);
    }
    output.say(`Fingerprint: ${fingerprint}`);
    const constant = 'r2' in scores && scores.r2 === null;
    output.emit('result', {
      ...report,
      coverage,
      ...(comparison === null ? { metrics: scores } : comparisonFields(comparison)),
      ...(constant ? { reasons: { 'metrics.r2': 'the target is constant' } } : {}),
    });
  });
}

/** The field of the call, where groups are asked for. */
function groupsAsked({ by, datePart, worstGroups }: Options): { groups?: GroupsAsked } {
  if (by === undefined && !worstGroups) return {};
  return {
    groups: {
      ...(by !== undefined && { column: by }),
      ...(datePart !== undefined && { datePart }),
      ...(worstGroups && { worst: true }),
    },
  };
}
