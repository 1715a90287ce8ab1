// A folder of another user of this computer, as of a home that was used with sudo, is not written into.
import fs from 'node:fs/promises';
import { AppError } from '../contract/issues/errors.ts';

/** Throws AppError folder_of_other: files of ours among another user's could not be removed by that user, nor the other way round. */
export async function refuseOfOther(folder: string): Promise<void> {
  const user = process.getuid?.();
  if (user === undefined) return;
  const owner = await fs.stat(folder).then(
    ({ uid }) => uid,
    () => user,
  );
  if (owner === user) return;
  throw new AppError(
    'folder_of_other',
    `The folder ${folder} belongs to another user of this computer, so nothing is written there: name one of your own with CHAINRULE_HOME.`,
    { path: folder },
  );
}
