// `chainrule solve`: the linear network with the least squared error, computed instead of trained.
import type { Solution } from '../../../../contract/run/insight.ts';
import { withBackend } from '../../inProcess.ts';
import { checkUsage, chooseSpec, refuseBlocked } from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { planSentences, scoreLines, whyNull } from '../../output/describe.ts';
import { tableSentences } from '../../output/describeTable.ts';
import { counted, figure, short, table } from '../../output/figures.ts';
import { holdingFor, noteIssues } from '../../output/issueLines.ts';
import { Output } from '../../output/output.ts';

/** Throws AppError task_unsuited where the target is not a number. */
export async function solve(
  files: readonly string[],
  options: SpecOptions & { json?: boolean },
): Promise<void> {
  checkUsage(options);
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const { spec, plan } = await chooseSpec(client, dataset, options);
    refuseBlocked(plan);
    output.say(...tableSentences(dataset));
    const issues = [...holdingFor(spec.data, dataset.issues), ...plan.issues];
    noteIssues(
      output,
      issues.filter(({ stage }) => stage === 'dataset'),
    );
    output.say(planSentences(spec, plan).at(-1) ?? '');
    const solution = await client.insight.solve();
    output.say('', ...coefficientTables(solution), ...conditionSentences(solution));
    output.say(...collinearSentences(solution), '', ...scoresOf(solution));
    const { line: _, ...fields } = solution;
    output.emit('result', { ...fields, reasons: whyNull(solution.metrics) });
  });
}

function coefficientTables({ targets, inputs }: Solution): string[] {
  return targets.flatMap((target) => {
    const lines = inputs.map((name, j) => {
      const { value, valueInUnits } = target.coefficients[j]!;
      return [short(name, 40), figure(valueInUnits), figure(value)];
    });
    const intercept = ['intercept', figure(target.interceptInUnits), figure(target.intercept)];
    const head = [short(target.name, 40), 'in units', 'standardised'];
    return [...table([head, ...lines, intercept], [false, true, true]), ''];
  });
}

function conditionSentences({ rank, inputs, conditionNumber, loss }: Solution): string[] {
  const condition =
    conditionNumber === null ? 'no condition number' : `condition number ${figure(conditionNumber)}`;
  return [
    `Least mean squared error (standardised) ${figure(loss)}; rank ${rank} of ${counted(inputs.length, 'input')}, ${condition}.`,
  ];
}

/** e.g. `Species = c follows from Species = a, Species = b: the shortest of many equally good solutions is shown.` */
function collinearSentences({ collinear }: Solution): string[] {
  const lines = collinear.map(({ input, on }) =>
    on.length === 0
      ? `Warning: ${input} is constant, so nothing can be learned from it.`
      : `${input} follows from ${on.map((term) => term.input).join(', ')}.`,
  );
  if (lines.length === 0) return [];
  return [...lines, 'Of the many equally good solutions, the one with the shortest coefficients is shown.'];
}

function scoresOf({ metrics, unit, targets }: Solution): string[] {
  const on = metrics.test !== null ? 'test' : metrics.validation !== null ? 'validation' : 'train';
  const scores = metrics[on];
  const name = on === 'train' ? 'training' : on;
  return scores === null ? [] : [`On the ${name} rows:`, ...scoreLines(scores, unit, targets.length > 1)];
}
