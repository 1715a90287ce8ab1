// An operation that failed throws an AppError whose code is in one closed list. `message` is a whole
// English sentence (what, where, expected, found, what to do); `values` lets the renderer translate it.
import type { Issue } from './issues.ts';
import type { Values } from './values.ts';
import { codesOf, type ValuesOf, type ValueTable } from './valueTable.ts';

/** Every code an AppError can carry, with its values. */
export const errorValues = {
  // files in
  file_not_found: { file: 'text' },
  /** `why`: the system's error, where it is one of the usual ones; `reason` is the same in English. */
  file_unreadable: { file: 'text', reason: 'text', why: 'text?' },
  file_not_regular: { file: 'text' },
  file_is_folder: { file: 'text' },
  file_empty: { file: 'text' },
  file_no_rows: { file: 'text' },
  /** `kind`: one of fileKinds. */
  file_not_text: { file: 'text', kind: 'text' },
  /** All in bytes: `bytes` is the size of the file, `limit` the largest that is read, `needed` the memory that its cells would take,
   *  `memory` that of this computer, `free` the free space of the temporary folder. */
  file_too_large: {
    file: 'text',
    bytes: 'number',
    limit: 'number',
    needed: 'number',
    memory: 'number',
    free: 'number',
  },
  file_changed: { file: 'text' },
  /** Unpacks to far more than a table would. */
  archive_bomb: { file: 'text', bytes: 'number', unpacked: 'number', ratio: 'number' },
  archive_damaged: { file: 'text', reason: 'text' },
  /** Packed runs that cannot be read. `why`: incomplete, tooLarge (4 GiB and more), crowded (too many entries), repeated, encrypted, link or
   *  overlapping (entries of the zip), bomb (unpacks to far too much), list (of contents), stranger (an entry that the list does not name), lacking (one that it names), content
   *  (other bytes than were packed), run (a file of a run that cannot be read); `entry`: which, or empty. */
  pack_damaged: { file: 'text', why: 'text', entry: 'text' },
  /** Not a file of packed runs. */
  pack_needed: { file: 'text' },
  /** One run is needed; the file holds several. */
  pack_of_several: { file: 'text', runs: 'number' },
  /** All in bytes. */
  pack_too_large: { limit: 'number' },
  /** There is no run to pack. */
  pack_empty: { place: 'text' },
  /** Unpacking it would exceed a limit. `why`: memory (`limit` in bytes), seconds, depth (levels of nesting), columns or record (bytes); `bytes`: the
   *  size of the file. */
  unpack_refused: { file: 'text', bytes: 'number', why: 'text', limit: 'number' },
  /** The process that unpacked it crashed; `how` is a signal's name or `exit code 1`. */
  unpack_stopped: { file: 'text', how: 'text' },
  sheet_unknown: { file: 'text', sheet: 'text', sheets: 'text' },
  csv_unreadable: { file: 'text', reason: 'text' },
  /** Several files cannot be one table: `file` has other columns than `first`. `lacking` and `added` name columns, `types` columns
   *  of another type, unit or date order; `-` where there are none. `more`: how many further files differ. */
  files_differ: {
    first: 'text',
    file: 'text',
    lacking: 'text',
    added: 'text',
    types: 'text',
    more: 'number',
  },
  /** No choice helps: these two of the files have no column in common. */
  files_share_no_column: { first: 'text', file: 'text' },
  /** The same file was given twice. */
  file_given_twice: { file: 'text' },
  /** More files than one table may be joined from. */
  files_too_many: { count: 'number', most: 'number' },
  // what was asked for
  column_unknown: { column: 'text', columns: 'text' },
  /** The column has more different values than classes, groups or levels may have. */
  levels_too_many: { column: 'text', limit: 'number' },
  /** `why`: which of the problems that app/dataset/roles/task.ts knows; `distinct`: how many different values it has, `limit`: the most classes. */
  target_unusable: { column: 'text', why: 'text', distinct: 'number', limit: 'number' },
  /** The values belong to the first problem: the issue is spec_invalid, name_unknown or softmax_hidden. */
  spec_invalid: {
    path: 'text?',
    expected: 'text?',
    found: 'either?',
    nearest: 'text?',
    known: 'text?',
    layer: 'number?',
  },
  /** The spec has an issue of severity error: `reason` is its sentence, `issue` its code; its values are included. */
  spec_refused: { reason: 'text', issue: 'text?' },
  option_invalid: { option: 'text', expected: 'text', found: 'either' },
  /** A file for prediction lacks columns that the model reads. */
  columns_do_not_fit: { missing: 'text' },
  /** No cell of a column can be read as the model reads it; `type` is `number` or `date`, `value` the first cell. */
  column_unreadable: { file: 'text', column: 'text', type: 'text', line: 'number', value: 'text' },
  /** A strict prediction: the issues say which cells of the file the model cannot use as they stand; `rows` could
   *  not be read. */
  cells_refused: { file: 'text', cells: 'number', columns: 'number', rows: 'number' },
  /** Too few validation rows for intervals of this level (0..1); `rows` is 0 where the model keeps none. */
  interval_unavailable: { file: 'text', level: 'number', rows: 'number', needed: 'number' },
  /** A threshold was given for a model of other than two classes; `file` is the model's. */
  threshold_unsuited: { file: 'text' },
  nothing_to_score: { file: 'text' },
  /** The file of new rows is not kept any more: another one or another run was opened. */
  new_file_closed: {},
  /** Rows whose values are too large for the network; `first` is the first of them among those evaluated, from 1. */
  outputs_not_finite: { rows: 'number', first: 'number' },
  /** The request needs a numeric target. */
  task_unsuited: { column: 'text' },
  /** The optimizer has no learning rate that a test could find. */
  optimizer_unsuited: { optimizer: 'text' },
  /** The loss of the requested weights is not finite. */
  loss_not_finite: {},
  /** The network is too large for the request. */
  network_too_large: { parameters: 'number', limit: 'number' },
  /** Another call or window closed the table while this call was answered. */
  table_closed: {},
  dataset_needed: {},
  target_needed: {},
  run_needed: { run: 'text?' },
  /** A frozen copy of weights that is no longer kept: newer copies replaced it, or the table changed. */
  weights_gone: {},
  run_not_found: { run: 'text' },
  /** A run is in progress. */
  run_busy: {},
  run_not_running: {},
  /** `state`: how it ended. */
  run_ended: { path: 'text', state: 'text' },
  /** The weights of the current run are only in memory; `reason` is the sentence of the write that failed. */
  run_not_saved: { reason: 'text' },
  /** The weights are kept, without scores. */
  run_not_scored: { reason: 'text' },
  /** A race is in progress. */
  race_busy: {},
  repeats_busy: {},
  /** Only the training of one network can do it. `what`: step, change, rewind, branch, race, begin (from other weights), origin (of other
   *  weights). */
  ensemble_unsuited: { what: 'text' },
  /** Only an ensemble has a spread. */
  spread_unavailable: { file: 'text' },
  /** `why`: shownModel (on rows that are not its own), otherWeights (it began from a model that may have seen the test rows), ensemble,
   *  notEnded. */
  repeats_refused: { why: 'text' },
  /** A search for the best network is in progress. */
  search_busy: {},
  /** `rows` beside the test rows, of which `least` are needed. */
  search_refused: { rows: 'number', least: 'number' },
  /** There is no search, or no candidate of that number has a score. */
  search_needed: {},
  /** The file is not a lesson as docs/lessons.md says; the issues name lines. The first of `count` mistakes is on `line`: `reason` is its
   *  sentence, `issue` its code; its values are included. */
  lesson_invalid: { file: 'text', line: 'number', reason: 'text', issue: 'text', count: 'number' },
  /** No lesson is open. */
  lesson_needed: {},
  /** The right answer is a number that is not known at this moment. */
  lesson_answer_unknown: { question: 'text' },
  /** No lesson of that id ships with the program. */
  lesson_not_found: { lesson: 'text' },
  /** The lesson's table lies neither beside it nor among the examples. */
  lesson_table_missing: { table: 'text' },
  /** The learner's own table does not suit the lesson. `why`: number, twoClasses or classes (the target must be such), features (how many columns,
   *  `needed`), numbers (`column` holds none). `needed` and `found` are counts, 0 where none is meant. */
  lesson_table_unsuited: { why: 'text', column: 'text', needed: 'number', found: 'number' },
  race_needed: {},
  race_not_running: {},
  /** Both sizes in bytes. */
  race_too_large: { needed: 'number', available: 'number', entrants: 'number' },
  /** Entrants are counted from 1. The spec with this optimizer has an issue of severity error, as in spec_refused. */
  entrant_refused: { entrant: 'number', optimizer: 'text', reason: 'text', issue: 'text' },
  revision_stale: { expected: 'number', found: 'number' },
  /** `reason`: `path` (opening one) or `out` (choosing the folder of a run). */
  not_allowed_here: { reason: 'text' },
  // models and runs on disk
  model_not_found: { path: 'text' },
  /** A format cannot say what the model does. `why`: erf (no error function for exact gelu), parameters (more than `limit`), width (a layer,
   *  the inputs or the outputs are more than `limit`), spelling (the names `found` differ only in upper and lower case). */
  export_unsuited: { format: 'text', why: 'text', found: 'either', limit: 'number' },
  /** A written file was read back and made other predictions. Both differences are relative. */
  export_differs: { format: 'text', largest: 'number', limit: 'number' },
  /** The program of the format failed on a written file. */
  export_unchecked: { format: 'text', reason: 'text' },
  /** The program in an exported file was ended. `why`: seconds (more than `limit`), memory (more MiB than `limit`), ended (its process died;
   *  `limit` is 0). */
  script_stopped: { why: 'text', limit: 'number' },
  model_damaged: { path: 'text', reason: 'text' },
  /** The open table is the file that the model was trained on, but is read or prepared differently. */
  model_other_table: { file: 'text', table: 'text' },
  /** Training cannot begin from the model's weights. `why`: what differs, as app/workspace/models/trainFrom.ts knows it; `own` is the
   *  model's, `asked` that of the spec or table. */
  model_not_fitting: { model: 'text', why: 'text', own: 'text', asked: 'text' },
  model_version_newer: { path: 'text', found: 'number', supported: 'number' },
  disk_full: { path: 'text' },
  disk_write_failed: { path: 'text', reason: 'text' },
  folder_not_empty: { path: 'text' },
  /** A file of that name is there, and nothing says that it may be replaced. */
  file_exists: { path: 'text' },
  folder_in_use: { path: 'text', pid: 'number' },
  /** Another process keeps the workspace of this home folder. `kind`: one of holderKinds; `page`: the address of its page; `refusal`: why it
   *  did not hand over. All but `path` may be unknown: then empty, or 0. */
  home_in_use: { path: 'text', pid: 'number', kind: 'text', since: 'text', page: 'text', refusal: 'text' },
  /** A window that only looks on changes nothing. */
  looks_on: {},
  /** The folder belongs to another user of this computer. */
  folder_of_other: { path: 'text' },
  // engine
  engine_missing: { reason: 'text' },
  isa_unsupported: { isa: 'text', available: 'text' },
  /** `needed`: bytes, where known. */
  out_of_memory: { needed: 'number?' },
  /** The system's limits of this user or process. */
  files_open_too_many: {},
  threads_too_many: {},
  training_diverged: { epoch: 'number', step: 'number' },
  // a bug of ours, shown as one
  internal: { reason: 'text' },
} as const satisfies ValueTable;
export type ErrorCode = keyof typeof errorValues;
export const errorCodes = codesOf(errorValues);
type ErrorValues<Code extends ErrorCode> = ValuesOf<(typeof errorValues)[Code]>;

interface Details {
  cause?: unknown;
  issues?: readonly Issue[];
}
/** Values can be left out where there are none. */
type Rest<Code extends ErrorCode> =
  Record<string, never> extends ErrorValues<Code>
    ? [values?: ErrorValues<Code>, details?: Details]
    : [values: ErrorValues<Code>, details?: Details];

/** `Code` is there for the constructor: its caller must give the values of the code. */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: ErrorCode;
  readonly values: Values;
  /** All problems, where there are several; `message` is the sentence of the first one. */
  readonly issues: readonly Issue[];

  constructor(code: Code, message: string, ...[values, details]: Rest<Code>) {
    super(message, details);
    this.name = 'AppError';
    this.code = code;
    this.values = { ...values };
    this.issues = details?.issues ?? [];
  }
}
