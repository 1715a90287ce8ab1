// The endings of files that can be opened, without the dot: one list for the desktop's dialog, a file named when the program is
// started, the page's file input, and the endings that the packaged app tells the system (electron-builder.yml, compared by a
// test). They only say what is offered: what a file is, its first bytes say (app/dataset/source/fileKinds.ts).

/** Usual ending of packed runs. */
export const packEnding = 'chainrule';
const modelEndings = ['safetensors', 'onnx', 'npz', 'keras', 'h5', 'hdf5'] as const;

export const fileEndings = [
  'csv',
  'tsv',
  'tab',
  'txt',
  'dat',
  'gz',
  'xlsx',
  'xlsm',
  'parquet',
  'json',
  'jsonl',
  'ndjson',
  ...modelEndings,
  packEnding,
] as const;

/** Of a lesson. It is no ending that the program asks the system for: most such files are other texts. */
export const lessonEnding = 'md';

let naturally: Intl.Collator | undefined;

/** Orders the files of a folder: `b2` before `b10`. */
export function byFileName(one: string, other: string): number {
  naturally ??= new Intl.Collator('en', { numeric: true });
  return naturally.compare(one, other);
}

/** Whether a path ends in one of them, ignoring case. */
export function hasFileEnding(path: string): boolean {
  const ending = endingOf(path);
  return fileEndings.some((one) => one === ending);
}

export function hasLessonEnding(path: string): boolean {
  return endingOf(path) === lessonEnding;
}

/** Whether a file in a folder may be a table: neither a model nor packed runs, and no hidden file or one that a spreadsheet program locks with. */
export function hasTableEnding(name: string): boolean {
  const ending = endingOf(name);
  const other = ending === packEnding || modelEndings.some((one) => one === ending);
  return hasFileEnding(name) && !other && !/^(?:\.|~\$)/.test(name);
}

function endingOf(path: string): string | undefined {
  return /\.([^.]+)$/.exec(path)?.[1]?.toLowerCase();
}
