// What undo takes back, in words: "split", "settings of age", "deletion of iris.csv: species".

import type { Undoable } from '../../app/contract/undo.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';
import { runTitle } from './runTitle.ts';

export function undoableWords(undoable: Undoable): string {
  switch (undoable.kind) {
    case 'target':
      return m.undo_of_target();
    case 'column':
      return m.undo_of_column({ column: undoable.column });
    case 'columns':
      return m.undo_of_columns({ count: numbers().whole(undoable.count) });
    case 'part':
      return m[`undo_of_${undoable.part}`]();
    case 'threshold':
      return m.undo_of_threshold();
    case 'run':
      return m.undo_of_run({ run: runTitle(undoable) });
  }
}
