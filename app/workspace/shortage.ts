// Errors that mean that the machine lacks something, not that the program is wrong: memory, threads, handles of files. They come from the
// system, the engine or DuckDB, in their words.
import { AppError } from '../contract/issues/errors.ts';

const handles = new Set(['EMFILE', 'ENFILE']);
const memory =
  /out of memory|bad.alloc|cannot allocate memory|array buffer allocation failed|failed to map segment|^ENOMEM/i;
const threads = /resource temporarily unavailable|^EAGAIN/i;

/** null for other errors. */
export function shortageOf(error: unknown): AppError | null {
  if (!(error instanceof Error) || error instanceof AppError) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (handles.has(code)) {
    const sentence =
      'Too many files are open: close other programs, or raise the limit of open files (ulimit -n); 256 are enough.';
    return new AppError('files_open_too_many', sentence, {}, { cause: error });
  }
  if (code === 'ENOMEM' || memory.test(error.message)) {
    const sentence = 'There is not enough memory: close other programs, or use a part of the rows.';
    return new AppError('out_of_memory', sentence, {}, { cause: error });
  }
  if (code === 'EAGAIN' || threads.test(error.message)) {
    const sentence =
      'The system allows no more threads: close other programs, use fewer threads (--threads 1), or raise the limit of processes (ulimit -u).';
    return new AppError('threads_too_many', sentence, {}, { cause: error });
  }
  return null;
}
