// `chainrule verify`: reads what is kept and says what is whole. `chainrule home`: where it is and how large.
import type { Checked } from '../../../../contract/kept.ts';
import { withBackend } from '../../inProcess.ts';
import { exitCodes } from '../../output/failure.ts';
import { bytes, counted, difference } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';

/** Gives the exit code: 1 where something is not whole. */
export async function verify(place: string | undefined, options: { json?: boolean }): Promise<number> {
  const output = new Output(options.json === true);
  return withBackend(async (client) => {
    const { home } = await client.app.info();
    const checked = await client.home.verify({ place });
    const broken = checked.filter(({ problems }) => problems.length > 0);
    for (const { kind, path, problems } of broken)
      output.say(`${kind} ${path}`, ...problems.map(({ message }) => `  ${message}`));
    const all = checked.length === 0 ? 'Nothing kept' : counts(checked);
    output.say(
      broken.length === 0
        ? `${all} in ${place ?? home}: everything is whole.`
        : `${all} in ${place ?? home}: ${counts(broken)} not whole.`,
    );
    for (const one of checked)
      for (const line of foundLines(one)) output.say(`${checked.length === 1 ? '' : `${one.path}: `}${line}`);
    const told = checked.map(({ problems, ...one }) => ({
      ...one,
      problems: problems.map(({ message }) => message),
    }));
    output.emit('result', { whole: broken.length === 0, checked: told });
    return broken.length === 0 ? exitCodes.done : exitCodes.failed;
  });
}

/** What a file was compared with. */
function foundLines({ golden, stored, start, program }: Checked): string[] {
  const lines: string[] = [];
  if (golden?.largest != null)
    lines.push(`${counted(golden.rows, 'golden row')}, ${largestDifference(golden.largest)}.`);
  if (stored?.largest != null)
    lines.push(
      `A spreadsheet has saved it: ${counted(stored.rows, 'row')} of predictions that it stored are those of the formulas, ${largestDifference(stored.largest)}.`,
    );
  if (start !== undefined)
    lines.push(
      `It holds no trained model, but what train.py begins from to train ${counted(start.networks, 'network')} on ${start.table}: there are no predictions to compare.`,
    );
  if (program !== undefined && program !== 'own') lines.push(programLines[program]);
  return lines;
}

const programLines = {
  other:
    'Its program is not what this version of Chainrule writes for the model beside it: another version wrote it, or somebody changed it. Read it before you run it.',
  unknown:
    'It is a program. Rows that agree say nothing about what else it does: run it only if you trust who made it.',
};

const largestDifference = (largest: number) => `largest difference ${difference(largest)}`;

export async function showHome(options: { json?: boolean }): Promise<void> {
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const sizes = await client.home.sizes();
    const line = (name: string, { count, bytes: size }: { count: number; bytes: number }) =>
      `  ${name.padEnd(13)} ${String(count).padStart(6)}  ${bytes(size).padStart(9)}`;
    output.say(
      sizes.home,
      line('runs', sizes.runs),
      line('deleted runs', sizes.deleted),
      line('tables', sizes.tables),
      line('lessons', sizes.lessons),
      line('temporary', sizes.temporary),
      `  ${'in all'.padEnd(13)} ${''.padStart(6)}  ${bytes(sizes.bytes).padStart(9)}`,
    );
    output.emit('result', sizes);
  });
}

const words = {
  run: 'run',
  model: 'model',
  workspace: 'workspace',
  table: 'table',
  lessons: 'lesson record',
  pack: 'packed file',
} as const;

function counts(checked: readonly Checked[]): string {
  const parts = Object.entries(words).flatMap(([kind, word]) => {
    const count = checked.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [counted(count, word)];
  });
  return parts.join(', ');
}
