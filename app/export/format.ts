// What a format of an export is: files are written, read back, and opened by a program, so that they are checked before anybody gets them.
import type { GoldenRows } from '../contract/run/goldenRows.ts';
import type { PortableModel } from './portable/portableModel.ts';

export interface WrittenFile {
  /** Without a folder; made of the table's name, with all that is unsafe in a file's name replaced. */
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** @param stem the table's name without its ending. Throws AppError export_unsuited where the format cannot say what the model does. */
export type FormatWriter = (model: PortableModel, stem: string) => WrittenFile[] | Promise<WrittenFile[]>;

/** Rows of raw values (`rawInputsOf`): NaN is a missing number, '' a missing category. */
export type RawRows = readonly (readonly (number | string)[])[];

/** Runs a query, which is not trusted, on a database without tables, in a process of its own; a row's values are texts in the
 *  order of the query's columns, null where a cell is empty. Rejects as RunScript does. */
export type RunQuery = (sql: string) => Promise<(string | null)[][]>;

/** Runs a script, which is not trusted, in a process of its own that has the language and nothing else; its value is a text. Rejects with
 *  AppError script_stopped, and with what the script throws. */
export type RunScript = (script: string) => Promise<string>;

/** What readers need that export does not have. */
export interface Runners {
  query: RunQuery;
  script: RunScript;
}

/** What a written file makes of rows. */
export interface Answers {
  /** Rows x outputs. */
  predictions: number[][];
  /** Of each row for `coverageLevel` low and high of each target, or for each class 1 where it is in the set and else 0; NaN where there were
   *  too few validation rows. Absent where the file has no errors of validation rows. */
  intervals?: number[][] | undefined;
}

/** By a reader that knows nothing of the writer. */
export type FormatReader = (
  files: readonly WrittenFile[],
  rows: RawRows,
  runners: Runners,
) => Answers | Promise<Answers>;

/** A program that opens the files and checks itself: it prints `32 golden rows, largest difference 3e-7`. */
export interface FormatProgram {
  /** As it is told: `python3 with numpy`. */
  name: string;
  /** Commands one after the other; of each the first alternative whose program is there. An exit code other than 0 in the first step
   *  means that the program is not at hand (a library that cannot be imported). */
  steps: (files: readonly WrittenFile[]) => [string, ...string[]][][];
}

/** Rows x outputs. */
export interface StoredValues {
  computed: number[][];
  stored: number[][];
}

export interface Format {
  write: FormatWriter;
  /** Absent where nothing but the program itself can read it. */
  predict?: FormatReader;
  /** Which of the runners `predict` and `goldenRows` need. */
  needs?: keyof Runners;
  program?: FormatProgram;
  /** Values that the program which saved the file last has stored beside what they follow from; null where there are none. */
  stored?: (files: readonly WrittenFile[]) => StoredValues | null;
  /** The golden rows that the files carry, to check them again later; absent where they carry none. */
  goldenRows?: (
    files: readonly WrittenFile[],
    runners: Runners,
  ) => GoldenRows | null | Promise<GoldenRows | null>;
}
