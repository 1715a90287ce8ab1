// The port through which the text of a program that stands in a file is run: a host starts one process for one script, which has no files,
// no environment and nothing of ours, and may crash, hang or grow. The script may be hostile.
import type { ChildEvents, DisposableChild } from '../../dataset/source/unpacker/unpackerPort.ts';

export interface ScriptRequest {
  /** JavaScript: a classic script whose value is a text. SQL: a query on no tables, in DuckDB; the answer is a JSON list of rows, in which
   *  numbers are texts. */
  language: 'javascript' | 'sql';
  script: string;
  /** Bytes of memory of the process, all of it (resident set). */
  memory: number;
  /** Letters that the answer may have. */
  longest: number;
}

/** Starts the process and returns at once; a start that fails is reported by `exited`. */
export type StartScript = (request: ScriptRequest, events: ChildEvents) => DisposableChild;
