// The row that a person typed: its number, and of a table of several files the file before it, or a part of its name: `b.csv 12`.
// Without a file it is counted in the first one.

import type { Dataset } from '../../../../app/contract/table/dataset.ts';

/** A number may have its digits grouped. */
const inOneFile = /^()(\d[\d\s,.]*)$/;
const inSeveral = /^(?:(.+)\s)?(\d[\d,.]*)$/;

/** 0-based in the whole table; null where there is no such row. */
export function rowAsked(typed: string, { files, rows }: Pick<Dataset, 'files' | 'rows'>): number | null {
  const [, name = '', digits = ''] = (files.length === 0 ? inOneFile : inSeveral).exec(typed.trim()) ?? [];
  const number = Number(digits.replace(/[\s,.]/g, ''));
  if (digits === '' || number < 1) return null;
  if (files.length === 0) return number <= rows ? number - 1 : null;
  const file = fileNamed(name.trim(), files);
  if (file < 0 || number > files[file]!.rows) return null;
  return files.slice(0, file).reduce((before, one) => before + one.rows, number - 1);
}

/** The index of the file with this name, else of the first one whose name holds it; -1 without one. */
function fileNamed(name: string, files: Dataset['files']): number {
  if (name === '') return 0;
  const exact = files.findIndex((file) => file.name === name);
  const sought = name.toLowerCase();
  return exact >= 0 ? exact : files.findIndex((file) => file.name.toLowerCase().includes(sought));
}
