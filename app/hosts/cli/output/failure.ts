// Exit codes, and how a failure is printed: one sentence on stderr, with --json also a line on stdout.
import type { ORPCError } from '@orpc/client';
import { CommanderError } from 'commander';
import { AppError } from '../../../contract/issues/errors.ts';
import type { Issue } from '../../../contract/issues/issues.ts';
import { shortageOf } from '../../../workspace/shortage.ts';
import { oneLine } from './figures.ts';
import { jsonLine } from './jsonLine.ts';

export const exitCodes = {
  done: 0,
  /** Failed, or refused: the sentence says why. */
  failed: 1,
  wrongUsage: 2,
  interrupted: 130,
  terminated: 143,
} as const;

/** A verb calls it to set its exit code, if it has one; errors are thrown. */
export type Exit = (code: number) => void;

/** Prints `error` and returns the exit code. Commander also throws for help and version: these are not failures. */
export async function reportFailure(error: unknown, json: boolean): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (json)
      process.stdout.write(jsonLine('error', { code: 'usage', message: usageSentence(error.message) }));
    return exitCodes.wrongUsage;
  }
  // Loaded only after a failure: it takes as long to load as all the rest of --help.
  const { ORPCError: ContractError } = await import('@orpc/client');
  const contractError = error instanceof ContractError ? error : null;
  const { code, message, issues } = known(error, contractError);
  process.stderr.write(`${oneLine(message)}\n`);
  // The message may be the first issue's sentence.
  const others = issues.filter((issue, k) => k > 0 || issue.message !== message);
  for (const issue of others) process.stderr.write(`${oneLine(issue.message)}\n`);
  if (code === 'internal' && error instanceof Error && contractError === null) {
    process.stderr.write(`${error.stack}\n`);
  }
  const list = issues.length === 0 ? {} : { issues };
  if (json) process.stdout.write(jsonLine('error', { code, message, ...list }));
  return exitCodes.failed;
}

/** For wrong usage that commander cannot detect: printed at once, like commander's own messages. */
export function wrongUsage(message: string): CommanderError {
  process.stderr.write(`${message}\n`);
  return new CommanderError(exitCodes.wrongUsage, 'chainrule.usage', message);
}

/** Commander's `error: unknown option '--x'\n(Did you mean --y?)` as one sentence. */
export function usageSentence(text: string): string {
  const bare = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  const sentence = bare.charAt(0).toUpperCase() + bare.slice(1);
  return /[.?!)]$/.test(sentence) ? sentence : `${sentence}.`;
}

function known(
  error: unknown,
  contractError: ORPCError<string, unknown> | null,
): { code: string; message: string; issues: readonly Issue[] } {
  if (error instanceof AppError) return error;
  const shortage = shortageOf(error);
  if (shortage !== null) return shortage;
  if (contractError?.code === 'APP_ERROR') {
    const { code, issues = [] } = contractError.data as { code: string; issues?: Issue[] };
    return { code, message: contractError.message, issues };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `Something went wrong inside Chainrule (${reason}).`, issues: [] };
}
