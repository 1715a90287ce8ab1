// Which spec and command train a run again, and where its weights cannot be promised. test/app/hosts/cli/verbs/report.test.ts runs them.

import { expect, test } from 'vitest';
import type { Report } from '../../../app/contract/report.ts';
import { newSchedule } from '../../../app/contract/spec/schedules.ts';
import { repeated } from '../../../renderer/report/repeated.ts';
import { lineSpec } from '../runs/keptRuns.ts';

const table = { fileName: 'lines.csv', bytes: 10, hash: 'a', files: [] };

/** What `repeated` reads of a report. */
function report(
  progress: object,
  {
    schedule = newSchedule('constant'),
    trainedOn = table as Report['trainedOn'],
    ...run
  }: Record<string, unknown> & {
    schedule?: ReturnType<typeof newSchedule>;
    trainedOn?: Report['trainedOn'];
  } = {},
): Report {
  const spec = { ...lineSpec, training: { ...lineSpec.training, epochs: 100, schedule } };
  const ran = { progress, openedFrom: null, parent: null, changes: [], ...run };
  return { spec, trainedOn, run: ran } as unknown as Report;
}

const patience = { state: 'finished', reason: 'patience', epoch: 40 };
const stopped = { state: 'stopped', reason: 'stopped', epoch: 40 };
const timed = { state: 'finished', reason: 'timeLimit', epoch: 40 };

test.each([
  ['that early stopping ended', patience, newSchedule('cosine'), { cut: false, exact: true, epochs: 100 }],
  ['that was stopped by hand', stopped, newSchedule('constant'), { cut: true, exact: true, epochs: 40 }],
  ['that its time limit ended', timed, newSchedule('step'), { cut: true, exact: true, epochs: 40 }],
  [
    'that was stopped on a schedule over all epochs',
    stopped,
    newSchedule('cosine'),
    { cut: false, exact: false, epochs: 100 },
  ],
  [
    'that was stopped in its first epoch',
    { ...stopped, epoch: 0 },
    newSchedule('constant'),
    { cut: false, exact: false, epochs: 100 },
  ],
])('a run %s', (_, progress, schedule, expected) => {
  const again = repeated(report(progress, { schedule }))!;
  expect({ cut: again.cut, exact: again.exact, epochs: again.spec.training.epochs }).toEqual(expected);
});

test('the command names the table, and the files that the run needs beside its spec', () => {
  const plain = 'npx --no-install chainrule train lines.csv --spec spec.json --out again';
  expect(repeated(report(patience))!.commands).toBe(plain);
  const parent = { from: 'weights', fingerprint: 'b' };
  expect(repeated(report(patience, { parent, changes: [{ step: 1 }] }))!.commands).toBe(
    'npx --no-install chainrule train lines.csv --spec spec.json --from initial.safetensors --changes changes.json --out again',
  );
  // A branch began from a checkpoint: its spec and its changes say all of it.
  expect(repeated(report(patience, { parent: { from: 'checkpoint' } }))!.commands).toBe(plain);
  const files = ['a b.csv', 'c.csv'].map((name) => ({ name, bytes: 1, hash: 'a', rows: 1 }));
  expect(repeated(report(patience, { trainedOn: { ...table, files } }))!.commands).toContain(
    'train "a b.csv" c.csv --spec',
  );
});

test('without a table there is no command', () => {
  expect(repeated(report(patience, { trainedOn: null }))).toBeNull();
});
