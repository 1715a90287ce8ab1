// Converts the values of a backend's sentence to the page's language: names of the contract become the names that the forms show, bytes
// get units, other numbers are formatted. Other text (a column, a path, a file) stays as it is.

import type { Values } from '../../app/contract/issues/values.ts';
import { type Monitor, monitors } from '../../app/contract/spec/stopping.ts';
import type { Task } from '../../app/contract/spec/task.ts';
import { type ColumnType, columnTypes } from '../../app/contract/table/columnType.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';
import { choiceLabel, settingLabel } from './settingWords.ts';
import { initializerNames, lossNames, optimizerNames } from './specNames.ts';

/** Values that are sizes, by the key of the sentence, with the bytes in one unit; the memory issues count MiB. */
const bytesIn: Record<string, Record<string, number>> = {
  error_file_too_large: { bytes: 1, limit: 1 },
  error_archive_bomb: { bytes: 1, unpacked: 1 },
  error_pack_too_large: { limit: 1 },
  error_race_too_large: { needed: 1, available: 1 },
  issue_memory_too_large: { needed: 2 ** 20, available: 2 ** 20 },
  issue_memory_of_rows_too_large: { needed: 2 ** 20, available: 2 ** 20 },
};

/** @param key of the message in the catalogue, such as `issue_loss_does_not_fit`. */
export function messageValues(key: string, values: Values): Record<string, string> {
  const format = numbers();
  const worded = Object.entries(values).map(([name, value]) => {
    if (typeof value === 'string') return [name, wordOf(name, value)];
    const unit = bytesIn[key]?.[name];
    return [name, unit === undefined ? format.exact(value) : format.bytes(value * unit)];
  });
  return Object.fromEntries(worded);
}

/** Text for a string value, chosen by the value's name in the contract. */
function wordOf(name: string, value: string): string {
  switch (name) {
    case 'loss':
    case 'choice':
      return nameIn(lossNames(), value);
    case 'optimizer':
      return nameIn(optimizerNames(), value);
    case 'initializer':
      return nameIn(initializerNames(), value);
    case 'task':
      return nameIn(taskNames(), value);
    case 'monitor':
      return choiceLabel(value);
    case 'fitting':
      return value
        .split(', ')
        .map((one) => (monitors.includes(one as Monitor) ? choiceLabel(one) : nameIn(lossNames(), one)))
        .join(', ');
    case 'type':
      return columnTypes.some((one) => one === value) ? m[`dataset_type_${value as ColumnType}`]() : value;
    case 'option':
      return value.startsWith('fixed.')
        ? value.slice('fixed.'.length)
        : settingLabel(value.split('.').at(-1) ?? value);
    default:
      return value;
  }
}

function nameIn(names: Readonly<Record<string, string>>, value: string): string {
  return names[value] ?? value;
}

function taskNames(): Record<Task, string> {
  return {
    regression: m.task_regression(),
    binary: m.task_binary(),
    multiclass: m.task_multiclass(),
  };
}
