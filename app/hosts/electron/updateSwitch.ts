// Whether the person has switched updates on, kept in a file of the window's folder. Anything but a clear yes is a no.
import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../../storage/atomic.ts';

export interface UpdateSwitch {
  read(): Promise<boolean>;
  /** Throws AppError disk_full or disk_write_failed. */
  write(on: boolean): Promise<void>;
}

/** `file` lies in a folder that exists. */
export function updateSwitch(file: string): UpdateSwitch {
  return {
    read: async () => (await readFile(file, 'utf8').catch(() => '')).trim() === 'on',
    write: (on) => writeAtomically(file, on ? 'on\n' : 'off\n'),
  };
}
