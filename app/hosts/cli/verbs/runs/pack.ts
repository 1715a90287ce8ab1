// `chainrule pack`: kept runs, with their tables, as one file to hand over; of a home folder the progress in lessons, too. `chainrule unpack`:
// adds what is in such a file to what is kept.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LeftOut, PackContents, PackedRun, PackPiece } from '../../../../contract/packs.ts';
import { type Client, fileRef, withBackend } from '../../inProcess.ts';
import { exitCodes } from '../../output/failure.ts';
import { bytes, counted } from '../../output/figures.ts';
import { onInterruption } from '../../output/interruption.ts';
import { Output } from '../../output/output.ts';
import { refuseOutput, writeOutput } from '../../output/outputFile.ts';
import { ScreenLine } from '../../output/screenLine.ts';

type Begin = Extract<PackPiece, { kind: 'begin' }>;

/** Gives the exit code. @param place a run's folder, the id of a run, or a home folder; absent: this home folder. */
export async function pack(
  place: string | undefined,
  options: { out?: string; force?: boolean; json?: boolean },
): Promise<number> {
  const output = new Output(options.json === true);
  if (options.out !== undefined) await refuseOutput(options.out, [], options.force);
  return interruptible(async (client, signal) => {
    const pieces = await client.packs.make(
      { place: place === undefined ? undefined : await placeOf(place) },
      { signal },
    );
    const first = await pieces.next();
    if (first.done || first.value.kind !== 'begin') throw new Error('Packed runs begin with what comes.');
    const begin = first.value;
    const out = options.out ?? (await freeName(begin.name));
    const line = new ScreenLine();
    let size = 0;
    const written = async function* () {
      for await (const piece of pieces) {
        signal.throwIfAborted();
        if (piece.kind !== 'piece') continue;
        const packed = Buffer.from(piece.bytes, 'base64');
        size += packed.length;
        line.draw(`${Math.round(piece.fraction * 100)} %  ${bytes(size)}`);
        yield packed;
      }
    };
    try {
      await writeOutput(out, written());
    } finally {
      line.clear();
      await pieces.return?.();
    }
    for (const one of begin.leftOut) output.note(leftOutSentence(one), { code: one.reason, name: one.name });
    output.say(`${contentWords(begin)} in ${out} (${bytes(size)}).`);
    const { runs, tables, lessons, leftOut } = begin;
    output.emit('result', { out, bytes: size, runs, tables, lessons, leftOut });
  });
}

/** Gives the exit code. `list`: only says what is in the file. */
export async function unpack(file: string, options: { list?: boolean; json?: boolean }): Promise<number> {
  const output = new Output(options.json === true);
  return interruptible(async (client, signal) => {
    const contents = await client.packs.look({ file: fileRef(file) }, { signal });
    output.say(...contentLines(file, contents));
    if (options.list) return output.emit('result', contents);
    const { home } = await client.app.info();
    const { added, known, lessons } = await client.packs.open({ file: fileRef(file) }, { signal });
    const here =
      known.length === 0
        ? ''
        : ` ${counted(known.length, 'run')} of it ${known.length === 1 ? 'was' : 'were'} here already.`;
    output.say(`${counted(added.length, 'run')} added to ${home}.${here}`, ...added.map((id) => `  ${id}`));
    output.say(...lessonLines(contents.lessons, lessons, home));
    output.emit('result', { home, added, known, lessons });
  });
}

/** An interruption cancels the work, which leaves nothing behind. */
async function interruptible(work: (client: Client, signal: AbortSignal) => Promise<void>): Promise<number> {
  const stop = new AbortController();
  let code: number = exitCodes.done;
  onInterruption((wanted) => {
    code = wanted;
    stop.abort();
  });
  try {
    await withBackend((client) => work(client, stop.signal));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  onInterruption(null);
  return code;
}

/** An id stays one. */
async function placeOf(place: string): Promise<string> {
  const resolved = path.resolve(place);
  return (await isThere(resolved)) ? resolved : place;
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Nothing is overwritten that nobody named. */
async function freeName(name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${stem}-${n}${ext}`;
    if (!(await isThere(free))) return free;
  }
}

/** What became of the progress in lessons. */
function lessonLines(packed: PackContents['lessons'], kept: number, home: string): string[] {
  if (packed?.kind !== 'readable') return [];
  return [
    kept > 0
      ? `Progress in ${counted(kept, 'lesson')} added; what was done here is kept, too.`
      : `The progress in lessons is not added: a newer Chainrule wrote what is kept in ${home}.`,
  ];
}

function contentWords({ runs, tables, lessons }: Begin): string {
  const ofRuns = `${counted(runs, 'run')} with ${tables === 0 ? 'no table' : counted(tables, 'table')}`;
  const ofLessons = `progress in ${counted(lessons, 'lesson')}`;
  if (lessons === 0) return ofRuns;
  return runs === 0 ? `The ${ofLessons}` : `${ofRuns}, and ${ofLessons},`;
}

function leftOutSentence({ reason, name }: LeftOut): string {
  const sentences = {
    runInProgress: `The run ${name} is in progress and is left out.`,
    runUnreadable: `The run ${name} cannot be read and is left out.`,
    tableMissing: `The table ${name} is not there any more: its runs are packed without it.`,
    tableChanged: `The table ${name} is no longer the one that its runs were trained on: they are packed without it.`,
    lessonsDamaged: `The progress in lessons is left out: ${name} is damaged.`,
    lessonsNewer: `The progress in lessons is left out: a newer Chainrule wrote ${name}.`,
    lessonMissing: `The file of the lesson ${name} is not there any more: its progress is packed without it.`,
    lessonTableMissing: `The table ${name} is not there any more: its lesson is packed without it.`,
  };
  return sentences[reason];
}

function contentLines(
  file: string,
  { runs, tables, lessons, packedAt, program, bytes: size }: PackContents,
): string[] {
  const head = `${file}: ${counted(runs.length, 'run')} and ${counted(tables.length, 'table')}, ${bytes(size)} unpacked, packed by Chainrule ${program} at ${packedAt}.`;
  return [
    head,
    ...runs.map((run) => `  ${runLine(run)}`),
    ...packedLines(lessons).map((line) => `  ${line}`),
  ];
}

function packedLines(lessons: PackContents['lessons']): string[] {
  if (lessons === null) return [];
  if (lessons.kind === 'damaged') return ['Its progress in lessons is damaged and is left out.'];
  if (lessons.kind === 'newer')
    return [
      'Its progress in lessons was written by a newer Chainrule and is left out: update Chainrule to read it.',
    ];
  return [
    `progress in ${counted(lessons.count, 'lesson')}`,
    ...lessons.files.map((name) => `the lesson ${name}`),
    ...lessons.unread.map((name) => `${name} is no lesson that this Chainrule reads: it is left out`),
  ];
}

function runLine({
  name,
  starred,
  fileName,
  target,
  startedAt,
  state,
  epoch,
  hasTable,
  isHere,
}: PackedRun): string {
  const words = [
    `${starred ? '* ' : ''}${name === '' ? `${fileName}: ${target}` : name}`,
    `${state} at epoch ${epoch}`,
    startedAt,
    ...(hasTable ? [] : ['without its table']),
    ...(isHere ? ['here already'] : []),
  ];
  return words.join(', ');
}
