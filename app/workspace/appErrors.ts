// Turns anything that a call throws into the contract's one kind of error: an AppError keeps its code, input that does not fit
// the schema becomes a sentence, and anything else is a bug of ours, shown as such without a stack trace.
import { ORPCError } from '@orpc/server';
import { z } from 'zod';
import { AppError } from '../contract/issues/errors.ts';
import type { SpecIssue } from '../model/specIssues.ts';
import { bugSentence, reportBug } from './bugs.ts';
import { shortageOf } from './shortage.ts';

interface Answered {
  /** The unchecked input of the call. */
  input?: unknown;
  /** Of the call; absent for a stream, which nobody reads any more once it is cancelled. */
  signal?: AbortSignal | undefined;
}

export async function toContractError(error: unknown, { input, signal }: Answered = {}): Promise<Error> {
  if (error instanceof ORPCError && error.code === 'APP_ERROR') return error;
  const aborted = error instanceof Error && error.name === 'AbortError';
  if (aborted && signal?.aborted !== false) return error;
  const known =
    error instanceof AppError
      ? error
      : aborted
        ? tableClosed()
        : ((await fromValidation(error, input)) ?? shortageOf(error) ?? fromBug(error));
  return new ORPCError('APP_ERROR', {
    status: 400,
    message: known.message,
    data: { code: known.code, values: known.values, issues: [...known.issues] },
    cause: error,
  });
}

/** Whoever closed the table cancelled what others asked of it. */
function tableClosed(): AppError {
  return new AppError(
    'table_closed',
    'The table was closed before the answer was ready; open it and ask again.',
  );
}

const validationSchema = z.object({
  issues: z
    .array(z.object({ path: z.array(z.union([z.string(), z.number()])).optional(), message: z.string() }))
    .min(1),
});

async function fromValidation(error: unknown, input: unknown): Promise<AppError | null> {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return null;
  if (typeof input === 'object' && input !== null && 'spec' in input) {
    const { readSpec } = await import('../model/specIssues.ts');
    const [first, ...rest] = readSpec(input.spec).issues;
    if (first !== undefined) return specInvalid(first, [first, ...rest]);
  }
  const parsed = validationSchema.safeParse(error.cause ?? error.data);
  const first = parsed.data?.issues[0];
  if (first === undefined) return null;
  const path = (first.path ?? []).join('.') || 'input';
  return new AppError('spec_invalid', `${path} is not valid: ${first.message}.`, {
    path,
    expected: first.message,
    found: '',
  });
}

function specInvalid(first: SpecIssue, issues: readonly SpecIssue[]): AppError {
  return new AppError('spec_invalid', first.message, first.values, { issues });
}

function fromBug(error: unknown): AppError {
  reportBug(error, 'while a call was answered');
  const { message, values } = bugSentence(error);
  return new AppError('internal', message, values);
}

/** The same for errors that a stream throws after its first value, which no middleware sees. */
export async function* withContractErrors<T, End>(stream: AsyncGenerator<T, End>): AsyncGenerator<T, End> {
  try {
    return yield* stream;
  } catch (error) {
    throw await toContractError(error);
  }
}
