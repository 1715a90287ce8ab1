// What is known of a format of one model.

import type { ExportCheck } from '../../../app/contract/exportFormats.ts';
import type { Failure } from '../../state/failure.ts';

export type Standing =
  | { kind: 'unchecked' }
  | { kind: 'checking'; stop: AbortController }
  | { kind: 'checked'; files: File[]; check: ExportCheck | null }
  /** The written file is not correct, or this model cannot be written so. */
  | { kind: 'failed' | 'unsuited'; failure: Failure };
