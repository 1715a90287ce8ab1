// Sentences of the backend in the language of the page. The backend speaks English; other languages build the sentence from code
// and values, and fall back to the English one when the catalogue lacks the code (a newer backend).

import type { ErrorCode } from '../../app/contract/issues/errors.ts';
import type { Issue } from '../../app/contract/issues/issues.ts';
import type { Reason } from '../../app/contract/issues/reasons.ts';
import type { Values } from '../../app/contract/issues/values.ts';
import { type ColumnType, columnTypes } from '../../app/contract/table/columnType.ts';
import type { Example } from '../../app/contract/table/dataset.ts';
import type { Problem } from '../../app/contract/table/reading.ts';
import type { Notice } from '../../app/contract/workspace.ts';
import { m } from '../paraglide/messages.js';
import { groupNumbers } from './groupNumbers.ts';
import { numbers } from './numbers.ts';

type Sentence = (values: Record<string, string>) => string;

/** Numbers formatted, lists as they are; `message` is the English sentence itself. */
function worded(message: string, values: Values): Record<string, string> {
  const format = numbers();
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === 'number' ? format.exact(value) : value,
  ]);
  return { ...Object.fromEntries(entries), message: groupNumbers(message, values, format) };
}

function say(key: string, message: string, values: Values): string {
  const sentence = (m as unknown as Record<string, Sentence | undefined>)[key];
  return sentence ? sentence(worded(message, values)) : message;
}

export function issueSentence(issue: Issue): string {
  return say(`issue_${issue.code}`, issue.message, issue.values);
}

export function problemSentence({ kind, reason, values }: Problem): string {
  return say(`problem_${kind}`, reason, { ...values, ...typeWord(values) });
}

/** A column's type is a word of the page's language, too. */
function typeWord({ type }: Values): Values {
  return columnTypes.some((one) => one === type) ? { type: m[`dataset_type_${type as ColumnType}`]() } : {};
}

export function reasonSentence(reason: Reason): string {
  return say(`reason_${reason.code}`, reason.message, reason.values);
}

export function errorSentence(code: ErrorCode | 'connection_lost', message: string, values: Values): string {
  if (code === 'connection_lost') return m.failure_connection();
  return say(`error_${code}`, message, values);
}

/** The title of a shipped example; its English one where the catalogue does not know the file. */
export function exampleTitle({ file, title }: Example): string {
  return say(`example_${file.replace(/\.[^.]*$/, '')}`, title, {});
}

export function noticeSentence(notice: Notice): string {
  return say(`notice_${notice.kind}`, notice.message, notice.values);
}
