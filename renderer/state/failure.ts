// Converts an error of a call to a code and a sentence: the backend's own error, a lost connection, or a bug.

import { ORPCError } from '@orpc/client';
import { type ErrorCode, errorCodes } from '../../app/contract/issues/errors.ts';
import type { Values } from '../../app/contract/issues/values.ts';
import { ConnectionLost } from '../connection/connection.ts';

export interface Failure {
  /** Code of the error; after `connection_lost` it is not known whether the call was done. */
  code: ErrorCode | 'connection_lost';
  /** The English sentence. */
  message: string;
  values: Values;
}

/** Whether the error is that of a cancelled call. */
export function wasCancelled(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError && error.code === 'APP_ERROR') {
    const data = error.data as { code?: string; values?: Values } | undefined;
    const code = errorCodes.find((one) => one === data?.code);
    if (code) return { code, message: error.message, values: data?.values ?? {} };
  }
  if (error instanceof ConnectionLost) return { code: 'connection_lost', message: error.message, values: {} };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: reason, values: { reason } };
}
