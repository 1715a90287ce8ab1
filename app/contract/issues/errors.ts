// An operation that failed throws an AppError whose code is in one closed list. `message` is a whole
// English sentence (what, where, expected, found, what to do); `values` lets the renderer translate it.
import type { Issue, Values } from './issues.ts';

export const errorCodes = [
  // files in
  'file_not_found', // {file}
  'file_unreadable', // {file, reason}
  'file_not_regular', // {file}
  'file_is_folder', // {file}
  'file_empty', // {file}
  'file_no_rows', // {file}
  'file_not_text', // {file, kind}
  'file_too_large', // {file, bytes, limit, needed, memory, free}: what its cells would take, and what there is
  'file_changed', // {file}
  'archive_bomb', // {file, bytes, unpacked, ratio}: unpacks to far more than a table would
  'archive_damaged', // {file, reason}
  'sheet_unknown', // {file, sheet, sheets}
  'csv_unreadable', // {file, reason}
  // what was asked for
  'column_unknown', // {column, columns}
  'levels_too_many', // {column, limit}: different values that are to be classes, groups or levels
  'target_unusable', // {column, reason}
  'spec_invalid', // {path, expected, found}
  'spec_refused', // {reason}: the spec has an issue of severity error; reason is its sentence
  'option_invalid', // {option, expected, found}
  'columns_do_not_fit', // {missing}: a file for prediction lacks columns that the model reads
  'nothing_to_score', // {file}
  'outputs_not_finite', // {rows, first}: rows whose values are too large for the network; first is 0-based among those scored
  'task_unsuited', // {column}: what was asked for is for targets that are numbers
  'optimizer_unsuited', // {optimizer}: it has no learning rate of which a test would tell
  'loss_not_finite', // {}: of the weights that were to be looked at
  'network_too_large', // {parameters, limit}: for what was asked
  'dataset_needed', // {}
  'target_needed', // {}
  'run_needed', // {}
  'run_not_found', // {run}
  'run_busy', // {}: a run is in progress
  'run_not_running', // {}
  'race_busy', // {}: a race is in progress
  'race_needed', // {}
  'race_not_running', // {}
  'race_too_large', // {needed, available, entrants}: bytes
  'entrant_refused', // {entrant, optimizer, reason, issue}: counted from 1; the spec with it has an issue of severity error
  'revision_stale', // {expected, found}
  'not_allowed_here', // {reason}
  // models and runs on disk
  'model_not_found', // {path}
  'model_damaged', // {path, reason}
  'model_version_newer', // {path, found, supported}
  'disk_full', // {path}
  'disk_write_failed', // {path, reason}
  'folder_not_empty', // {path}
  'folder_in_use', // {path, pid}
  // engine
  'engine_missing', // {reason}
  'isa_unsupported', // {isa, available}
  'out_of_memory', // {needed}
  'training_diverged', // {epoch, step}
  // a bug of ours, shown as one
  'internal', // {reason}
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export class AppError extends Error {
  /** Everything that is in the way, where that is a list; `message` is the first one's sentence. */
  readonly issues: readonly Issue[];

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly values: Values = {},
    options?: { cause?: unknown; issues?: readonly Issue[] },
  ) {
    super(message, options);
    this.name = 'AppError';
    this.issues = options?.issues ?? [];
  }
}
