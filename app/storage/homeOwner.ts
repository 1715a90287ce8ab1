// One process at a time owns a home folder: it alone writes workspace.json and tidies up. It holds the folder itself (holding/hold.ts).
import path from 'node:path';
import type { HolderFacts } from '../contract/holder.ts';
import { AppError } from '../contract/issues/errors.ts';
import { writeFailure } from './atomic.ts';
import type { OnHandOver } from './holding/announcement.ts';
import { Held, type Holder, hold, requestHandOver } from './holding/hold.ts';
import { makeFolders } from './makeFolders.ts';
import { refuseOfOther } from './otherUser.ts';
import { privateFolder } from './privacy.ts';

export interface Owner {
  facts: HolderFacts;
  /** Whether to ask the present owner to hand over. */
  takesOver: boolean;
  /** Called when another process takes over. */
  onHandOver: OnHandOver;
}

/** Makes this process the owner of `home`, which is created where it is missing. Throws AppError home_in_use, folder_of_other, and
 *  disk_full or disk_write_failed where nothing can be written there. */
export async function ownHome(home: string, { facts, takesOver, onHandOver }: Owner): Promise<Held> {
  const folder = path.resolve(home);
  try {
    await makeFolders(folder, privateFolder);
    await refuseOfOther(folder);
    const outcome = await hold(folder, facts, onHandOver);
    if (outcome instanceof Held) return outcome;
    if (!takesOver) throw inUse(folder, outcome, '');
    const { handedOver, reason } = await requestHandOver(folder, facts);
    if (!handedOver) throw inUse(folder, outcome, reason);
    const again = await hold(folder, facts, onHandOver);
    if (again instanceof Held) return again;
    throw inUse(folder, again, 'another process was faster');
  } catch (error) {
    throw ownFailure(folder, error);
  }
}

/** Nothing can be kept in a home on a full disk: the sentence says what helps. */
function ownFailure(folder: string, error: unknown): unknown {
  const failure = writeFailure(path.join(folder, 'workspace.json'), error);
  if (!(failure instanceof AppError) || failure.code !== 'disk_full') return failure;
  const sentence = `There is no space left for Chainrule's folder ${folder}: make room on that disk, or name a folder on another one with CHAINRULE_HOME.`;
  return new AppError('disk_full', sentence, { path: folder }, { cause: error });
}

function inUse(folder: string, { facts }: Holder, refusal: string): AppError {
  const pid = facts?.pid ?? 0;
  const sentence = `Another Chainrule (process ${pid}) has the folder ${folder} open.`;
  const { kind, since = '', page } = facts ?? {};
  const values = { path: folder, pid, kind: kind ?? '', since, page: page ?? '', refusal };
  return new AppError('home_in_use', sentence, values);
}
