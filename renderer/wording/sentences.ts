// Sentences of the backend in the language of the page. The backend speaks English; other languages build the sentence from code
// and values, and fall back to the English one when the catalogue lacks the code (a newer backend).

import type { ErrorCode } from '../../app/contract/issues/errors.ts';
import type { Issue } from '../../app/contract/issues/issues.ts';
import type { Reason } from '../../app/contract/issues/reasons.ts';
import type { Values } from '../../app/contract/issues/values.ts';
import type { KeptProblem } from '../../app/contract/kept.ts';
import type { NotSaved } from '../../app/contract/run/notSaved.ts';
import type { RunFinding } from '../../app/contract/run/training.ts';
import type { Example } from '../../app/contract/table/dataset.ts';
import type { Problem } from '../../app/contract/table/reading.ts';
import type { Notice } from '../../app/contract/workspace.ts';
import { m } from '../paraglide/messages.js';
import { groupNumbers } from './groupNumbers.ts';
import { isolated } from './isolated.ts';
import { messageValues } from './messageValues.ts';
import { numbers } from './numbers.ts';

type Sentence = (values: Record<string, string>) => string;

/** `message` is the English sentence itself, with numbers and quotation marks as on the rest of the page. */
function say(key: string, message: string, values: Values): string {
  const sentence = (m as unknown as Record<string, Sentence | undefined>)[key];
  if (!sentence) return message;
  const english = curlyQuotes(groupNumbers(message, values, numbers()));
  return sentence({ ...messageValues(key, values), message: english });
}

/** Quotation marks without a partner stay as they are, as in a column that is called 5". */
export function curlyQuotes(message: string): string {
  return message.split('"').length % 2 === 0
    ? message
    : message.replace(/"([^"]*)"/g, (_, words: string) => `“${isolated(words)}”`);
}

export function issueSentence({ code, file, message, values }: Issue): string {
  const sentence = say(`issue_${code}`, message, values);
  return file === undefined ? sentence : `${isolated(file)}: ${sentence}`;
}

export function problemSentence({ kind, reason, values }: Problem): string {
  return say(`problem_${kind}`, reason, values);
}

export function reasonSentence(reason: Reason): string {
  return say(`reason_${reason.code}`, reason.message, reason.values);
}

export function errorSentence(code: ErrorCode | 'connection_lost', message: string, values: Values): string {
  if (code === 'connection_lost') return m.failure_connection();
  return say(`error_${code}`, message, { ...values, ...refusedBy(values) });
}

/** An error that an issue caused has the issue's sentence as its reason. */
function refusedBy({ issue, reason, ...values }: Values): Values {
  if (issue === undefined || reason === undefined) return {};
  return { reason: say(`issue_${issue}`, String(reason), values) };
}

/** The title of a shipped example; its English one where the catalogue does not know the file. */
export function exampleTitle({ file, title }: Example): string {
  return say(`example_${file.replace(/\.[^.]*$/, '')}`, title, {});
}

export function runFindingSentence({ kind, message, values }: RunFinding): string {
  return say(`run_finding_${kind}`, message, values);
}

/** The reason why something of a run is not saved. */
export function notSavedSentence({ code, message, values }: NotSaved): string {
  return code === null ? message : errorSentence(code, message, values);
}

/** What is not whole among what is kept. */
export function keptProblemSentence({ kind, message, values }: KeptProblem): string {
  const { code, ...own } = values;
  if (kind === 'failed') return errorSentence(code as ErrorCode, message, own);
  return say(`kept_${kind}`, message, values);
}

export function noticeSentence(notice: Notice): string {
  return say(`notice_${notice.kind}`, notice.message, notice.values);
}
