// How to train the same weights again: the files to write, the command, and the fingerprint that it ends with.

import type { Report } from '../../../app/contract/report.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';
import { nameInSentence } from '../../wording/oneLine.ts';
import type { Block, Section } from '../document/blocks.ts';
import { repeated } from '../repeated.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

export function reproduce(report: Report): Section {
  return { title: m.report_again(), blocks: blocksOf(report) };
}

function blocksOf(report: Report): Block[] {
  const { run, trainedOn, fingerprint, version } = report;
  const again = repeated(report);
  const facts: Block = {
    kind: 'facts',
    facts: [
      { name: m.export_fingerprint(), value: fingerprint, code: true },
      { name: m.report_made_by(), value: `Chainrule ${run?.environment.chainrule ?? version}` },
    ],
  };
  const spec = (folded: boolean): Block => ({
    ...{ kind: 'code', name: 'spec.json', language: 'json', folded },
    text: json(again?.spec ?? report.spec),
  });
  if (again === null) return [facts, { kind: 'text', text: m.report_again_unknown() }, spec(true)];
  const files = (
    trainedOn?.files.length ? trainedOn.files.map(({ name }) => name) : [trainedOn?.fileName ?? '']
  ).map(nameInSentence);
  const notes = [
    again.cut && m.report_again_cut({ epochs: counts.epochs(again.spec.training.epochs) }),
    !again.exact && m.report_again_inexact(),
    again.fromWeights && m.report_again_from({ fingerprint: run?.parent?.fingerprint ?? '' }),
  ].filter((one) => one !== false);
  const changes = run?.changes ?? [];
  return [
    facts,
    { kind: 'text', text: m.report_again_how({ files: numbers().list(files) }) },
    ...notes.map((text): Block => ({ kind: 'text', text })),
    { kind: 'code', name: m.report_command(), language: 'sh', text: `${again.commands}\n` },
    spec(true),
    ...(changes.length === 0
      ? []
      : [
          {
            kind: 'code' as const,
            name: 'changes.json',
            language: 'json',
            text: json(changes),
            folded: true,
          },
        ]),
    { kind: 'text', text: m.export_fingerprint_meaning(), tone: 'quiet' },
  ];
}
