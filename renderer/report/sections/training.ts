// How it was trained: what training makes small, by which steps, for how long, and how the losses went.

import type { Report } from '../../../app/contract/report.ts';
import { meanHistory } from '../../../app/contract/run/memberHistory.ts';
import { defaultLossSettings } from '../../../app/contract/spec/losses.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { defaultRegularization } from '../../../app/contract/spec/regularization.ts';
import { defaultStopping } from '../../../app/contract/spec/stopping.ts';
import { changeEpochs } from '../../charts/curves/changeMarks.ts';
import { m } from '../../paraglide/messages.js';
import { duration } from '../../wording/duration.ts';
import { numbers } from '../../wording/numbers.ts';
import { batchWords, changeWords } from '../../wording/run/changeWords.ts';
import { runSentence } from '../../wording/run/runSentence.ts';
import { isOnlyWeights } from '../../wording/runProgress.ts';
import { branchWords } from '../../wording/runTitle.ts';
import { choiceLabel, settingLabel } from '../../wording/settingWords.ts';
import { scheduleText, unusualText } from '../../wording/spec/specText.ts';
import { lossNames, optimizerNames } from '../../wording/specNames.ts';
import { lossCurves } from '../charts/lossCurves.ts';
import type { Block, Section, Table } from '../document/blocks.ts';
import { targetsOf } from '../targets.ts';

type Run = NonNullable<Report['run']>;
const tableEpochs = 12;

export function training(report: Report): Section {
  const { run } = report;
  const blocks: Block[] = [{ kind: 'facts', facts: settings(report) }];
  if (run === null || isOnlyWeights(run.progress)) blocks.push({ kind: 'text', text: m.report_no_history() });
  else blocks.push(...course(report, run));
  return { title: m.report_training(), blocks };
}

function settings({ spec: { training } }: Report) {
  const { type, learningRate } = training.optimizer;
  const usual = newOptimizer(type, { learningRate });
  const facts = [
    { name: m.model_loss(), value: lossNames()[training.loss] },
    { name: m.runs_fact_loss_settings(), value: unusualText(training.lossSettings, defaultLossSettings) },
    { name: m.model_optimizer(), value: optimizerNames()[type] },
    { name: m.runs_fact_rate(), value: numbers().exact(learningRate) },
    { name: m.runs_fact_settings(), value: unusualText(training.optimizer, usual) },
    { name: m.runs_fact_schedule(), value: scheduleText(training.schedule) },
    {
      name: m.runs_fact_regularization(),
      value: unusualText(training.regularization, defaultRegularization),
    },
    { name: m.model_batch(), value: batchWords(training.batchSize) },
    { name: m.report_most_epochs(), value: numbers().whole(training.epochs) },
    { name: m.model_patience(), value: numbers().whole(training.patience) },
    { name: m.runs_fact_stopping(), value: unusualText(training.stopping, defaultStopping) },
    { name: settingLabel('precision'), value: choiceLabel(training.precision) },
  ];
  return facts.filter(({ value }) => value !== m.runs_usual());
}

function course(report: Report, run: Run): Block[] {
  const { spec, network, trainedOn } = report;
  const { progress, changes, name } = run;
  const records = meanHistory(run.records);
  const validated = records.some(({ validationLoss }) => validationLoss !== null);
  const ended = runSentence(progress, spec, validated, network.inputs, run.openedFrom);
  const target = targetsOf(report).join(', ');
  const began = branchWords({ name, fileName: trainedOn?.fileName ?? '', target, parent: run.parent });
  // On the mean of an ensemble's networks there is no best epoch: each has its own.
  const best = progress.members === undefined ? (progress.best?.epoch ?? null) : null;
  const changed = changeEpochs(changes, trainingRows(report), spec.training.batchSize);
  const drawing = lossCurves({ records, best, changes: changed, lossName: lossNames()[spec.training.loss] });
  const items = changeWords({ spec, changes }).map((words, k) =>
    m.report_changed({
      epoch: numbers().whole(Math.floor(changed[k] ?? 0) + 1),
      step: numbers().whole((changes[k]?.step ?? 0) + 1),
      words,
    }),
  );
  return [
    ...(began === null ? [] : [{ kind: 'text' as const, text: began }]),
    { kind: 'text', text: ended === null ? '' : [`${ended.title}.`, ended.text].join(' ').trim() },
    { kind: 'facts', facts: lengthFacts(run) },
    ...(drawing === null
      ? []
      : [
          {
            kind: 'chart' as const,
            title: m.report_curves(),
            drawing,
            table: epochTable(records, best, validated),
          },
        ]),
    ...(items.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: m.report_changes() },
          { kind: 'list' as const, items },
        ]),
  ];
}

function trainingRows({ evaluation }: Report): number {
  return evaluation?.rows.train || 1;
}

function lengthFacts({ progress, startedAt, environment }: Run) {
  const { chainrule, platform, arch, isa, threads } = environment;
  return [
    { name: m.report_began(), value: numbers().dayAndTime(startedAt) },
    { name: m.report_took(), value: duration(progress.seconds) },
    { name: m.report_steps(), value: numbers().whole(progress.step) },
    {
      name: m.report_machine(),
      value: m.report_machine_value({
        version: chainrule,
        system: `${platform} ${arch}`,
        isa,
        threads: numbers().whole(threads),
      }),
    },
  ];
}

/** Some epochs, evenly, with the best and the last one. */
function epochTable(records: Run['records'], best: number | null, validated: boolean): Table {
  const format = numbers();
  const stride = Math.max(1, Math.ceil(records.length / tableEpochs));
  const rows = records
    .filter(({ epoch }, k) => k % stride === 0 || k === records.length - 1 || epoch === best)
    .map(({ epoch, trainLoss, validationLoss, learningRate }) => ({
      cells: [
        format.whole(epoch),
        format.measure(trainLoss, 4),
        ...(validated ? [validationLoss === null ? '–' : format.measure(validationLoss, 4)] : []),
        learningRate === null ? '–' : format.measure(learningRate),
      ],
      strong: epoch === best,
    }));
  return {
    caption:
      best === null ? m.report_some_epochs() : m.report_some_epochs_best({ epoch: format.whole(best) }),
    columns: [
      { label: m.chart_epoch(), number: true },
      { label: m.chart_training_loss(), number: true },
      ...(validated ? [{ label: m.chart_validation_loss(), number: true }] : []),
      { label: m.chart_rate(), number: true },
    ],
    rows,
  };
}
