// The port through which the backend has a foreign file unpacked: JSON, Parquet, a workbook, a model of Keras. A host starts one process for one
// file (only Electron's main process can start one there). The process may crash, hang or grow: only that file is lost.
import type { Container } from '../../../contract/table/reading.ts';
import type { UnpackLimits } from './unpackLimits.ts';

export type ForeignContainer = Exclude<Container, 'text' | 'gzip'>;

/** What the process is told, as JSON. */
export interface UnpackRequest {
  container: ForeignContainer | 'keras';
  path: string;
  /** The name to show. */
  fileName: string;
  /** Size and time of last change (ms since 1970) of the file that the backend has open. */
  bytes: number;
  modified: number;
  /** The CSV to write, or our own file of the model; it must not exist. Its folder is only for this file. */
  output: string;
  /** Sheet of a workbook; null: the first visible one. */
  sheet: string | null;
  /** Only the first rows are needed. */
  sample: boolean;
  limits: UnpackLimits;
}

export interface ChildEvents {
  /** The process has read foreign bytes, so what it says is not trusted (unpackerAnswers.ts). */
  message(message: unknown): void;
  /** It is gone, and all that it said has been delivered; `how` is a signal's name or `exit code 1`. */
  exited(how: string): void;
}

export interface DisposableChild {
  /** Ends it at once. */
  kill(): void;
}

/** Starts the process and returns at once; a start that fails is reported by `exited`. */
export type StartUnpacker = (request: UnpackRequest, events: ChildEvents) => DisposableChild;
