// Under the title: the verdict's sentences and the network beside simple models. Of what was not scored here, what it is.

import type { Report } from '../../../app/contract/report.ts';
import { memberCount } from '../../../app/contract/spec/ensemble.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../../wording/numbers.ts';
import { nameInSentence } from '../../wording/oneLine.ts';
import { comparisonChart } from '../../wording/results/comparisonChart.ts';
import { foundBySentence } from '../../wording/results/searchWords.ts';
import { type Verdict, verdictOf } from '../../wording/results/verdict.ts';
import { averagedSentences, verdictSentences, verdictTitle } from '../../wording/results/verdictWords.ts';
import { runTitle } from '../../wording/runTitle.ts';
import { shownSentences } from '../../wording/shownModel.ts';
import { comparisonDots } from '../charts/comparisonDots.ts';
import type { Block, ReportDocument } from '../document/blocks.ts';
import { targetsOf } from '../targets.ts';

type Opening = Pick<ReportDocument, 'name' | 'title' | 'about' | 'opening'>;

export function opening(report: Report): Opening {
  const { evaluation, shown, run } = report;
  const about = aboutLine(report);
  const name = m.report_name({ model: nameOf(report) });
  if (evaluation === null) {
    const title = m.report_title_unscored({ target: numbers().list(targetsOf(report).map(nameInSentence)) });
    return { name, title, about, opening: [{ kind: 'text', text: m.report_unscored(), tone: 'lead' }] };
  }
  const verdict = verdictOf(evaluation);
  const { best, epoch } = run?.progress ?? {};
  const networks = networksOf(report);
  // Each network of an ensemble keeps its own epoch.
  const kept = networks === 1 && best && epoch !== undefined ? { epoch: best.epoch, of: epoch } : null;
  const of = shown && shownSentences(shown);
  const blocks: Block[] = [
    ...(of === null ? [] : [{ kind: 'text' as const, text: [of.title, ...of.sentences].join(' ') }]),
    {
      kind: 'text',
      text: [
        ...averagedSentences(verdict, networks),
        ...verdictSentences(verdict, evaluation.on, kept),
        ...(report.foundBy
          ? [foundBySentence(report.foundBy, evaluation.on === 'test' && !evaluation.newRows)]
          : []),
      ].join(' '),
      tone: 'lead',
    },
    ...comparison(verdict, networks),
  ];
  return { name, title: verdictTitle(verdict, evaluation), about, opening: blocks };
}

/** An ensemble that was stopped has only the networks that had begun. */
function networksOf({ spec, run }: Report): number {
  if (spec.training.ensemble === undefined) return 1;
  const begun = new Set(run?.records.map(({ member }) => member)).size;
  return begun > 0 ? begun : memberCount(spec.training);
}

function nameOf(report: Report): string {
  const { run, trainedOn } = report;
  const target = targetsOf(report).join(', ');
  return runTitle({
    name: run?.name ?? '',
    fileName: trainedOn?.fileName ?? '–',
    target,
    parent: run?.parent ?? null,
  });
}

function aboutLine(report: Report): string {
  const { run } = report;
  const when = run === null ? [] : [numbers().dayAndTime(run.startedAt)];
  return [nameOf(report), ...when, m.report_seed({ seed: String(report.spec.seed) })].join(' · ');
}

function comparison(verdict: Verdict, networks: number): Block[] {
  const chart = comparisonChart(verdict, networks);
  if (chart === null) return [];
  const rows = chart.rows.map(({ name, value, interval, main }) => ({
    cells: [
      name,
      chart.write(value),
      interval === null
        ? '–'
        : m.report_range({ low: chart.write(interval[0]), high: chart.write(interval[1]) }),
    ],
    strong: main,
  }));
  const columns = [
    { label: m.report_model() },
    { label: chart.name, number: true },
    { label: m.report_interval(), number: true },
  ];
  const title = m.report_compared({ metric: chart.name });
  return [{ kind: 'chart', title, drawing: comparisonDots(chart), table: { caption: title, columns, rows } }];
}
