// The backend's side of unpacking: starts the process, checks what it says, and ends it as soon as the outcome is known, be it an
// answer, the end of its time, or the caller's signal. Whatever happens to the process becomes one AppError.
import { AppError } from '../../../contract/issues/errors.ts';
import { answerSchema, errorOf, type UnpackerAnswer } from './unpackerAnswers.ts';
import type { StartUnpacker, UnpackRequest } from './unpackerPort.ts';
import { unpackRefused } from './unpackRefused.ts';

export interface ChildOptions {
  signal?: AbortSignal | undefined;
  /** Progress, 0..1. */
  onFraction?: ((fraction: number) => void) | undefined;
}

type Outcome = { result: UnpackedTable | null } | { error: unknown };

export interface UnpackedTable {
  /** Names of a workbook's sheets; empty for other files. */
  sheets: string[];
}

/** null: the file is not of this kind but may be text. The process is gone when the promise settles. Rejects with an AppError
 *  archive_*, csv_unreadable, disk_*, file_*, sheet_unknown, unpack_*; with the signal's reason when aborted. */
export async function unpackInChild(
  start: StartUnpacker,
  request: UnpackRequest,
  { signal, onFraction }: ChildOptions,
): Promise<UnpackedTable | null> {
  signal?.throwIfAborted();
  const outcome = await new Promise<Outcome>((settle) => {
    let known: Outcome | null = null;
    const end = (outcome: Outcome) => {
      if (known !== null) return;
      known = outcome;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      child.kill();
    };
    const abort = () => end({ error: signal?.reason });
    const timer = setTimeout(
      () => end({ error: unpackRefused(request, 'seconds') }),
      1_000 * request.limits.seconds,
    );
    const child = start(request, {
      message: (message) => {
        const { data: answer } = answerSchema.safeParse(message);
        if (answer === undefined) end({ error: stopped(request, 'an answer without meaning') });
        else if (answer.type !== 'progress') end(outcomeOf(answer));
        else if (known === null) onFraction?.(answer.fraction);
      },
      exited: (how) => {
        end({ error: stopped(request, how) });
        settle(known!);
      },
    });
    signal?.addEventListener('abort', abort);
  });
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

function outcomeOf(answer: Exclude<UnpackerAnswer, { type: 'progress' }>): Outcome {
  switch (answer.type) {
    case 'done':
      return { result: { sheets: answer.sheets } };
    case 'otherKind':
      return { result: null };
    case 'failed':
      return { error: errorOf(answer) };
    case 'bug':
      return { error: Object.assign(new Error(answer.message), { stack: answer.stack }) };
  }
}

/** `how`: a signal, an exit code. */
function stopped({ fileName: file }: UnpackRequest, how: string): AppError {
  const sentence = `${file} could not be read: the process that unpacked it stopped (${how}). The file is probably damaged. Save its table again, or as CSV.`;
  return new AppError('unpack_stopped', sentence, { file, how });
}
