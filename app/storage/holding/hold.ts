// One process at a time holds a folder. Each first announces itself with a socket that the system closes when the process dies, then
// looks for the sockets of others: who finds none that is alive holds the folder, everybody else withdraws. Of two processes that come
// together the one that announced itself later sees the other, so never both hold it; the clock plays no part. It works between
// processes of this machine, not over a network disk.
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { HolderFacts } from '../../contract/holder.ts';
import { isMissing } from '../damaged.ts';
import { Announcement, type OnHandOver } from './announcement.ts';
import { type Answer, askToHandOver, askWho, type HandOver } from './ask.ts';
import { isLockName, pipeOf, placesOf, unfinishedEnding } from './places.ts';

/** Who holds a folder; `facts` is null where it lives but does not answer. */
export interface Holder {
  address: string;
  facts: HolderFacts | null;
}

export class Held {
  readonly #announcement: Announcement;

  constructor(announcement: Announcement) {
    this.#announcement = announcement;
  }

  release(): Promise<void> {
    return this.#announcement.withdraw();
  }
}

/** Most attempts against others that come at the same time, 5 to 25 ms each. */
const attempts = 400;
/** A socket of a process that died before it got its name goes after this many milliseconds; nobody depends on it. */
const unfinishedMs = 60_000;

/** Takes `folder`, which exists, or says who holds it. Without `onHandOver` nobody else gets it while this process holds it. Throws the
 *  system's error where nothing can be written. */
export async function hold(
  folder: string,
  facts: HolderFacts,
  onHandOver: OnHandOver | null = null,
): Promise<Held | Holder> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const mine = await announce(folder, facts);
    if (mine === null) {
      const holder = await holderOf(folder);
      if (holder !== null) return holder;
      continue;
    }
    mine.onHandOver = onHandOver;
    const outcome = await settle(folder, mine).catch(async (error: unknown) => {
      await mine.withdraw();
      throw error;
    });
    if (outcome === 'held') return new Held(mine);
    await mine.withdraw();
    if (outcome !== 'again') return outcome;
    await setTimeout(5 + 20 * Math.random());
  }
  return { address: '', facts: null };
}

/** Who holds `folder` now, this process included; null where nobody does. */
export async function holderOf(folder: string): Promise<Holder | null> {
  const found = (await living(folder, null)).find(({ answer }) => answer.state !== 'asks');
  return found === undefined ? null : holderFrom(found);
}

/** Asks the holder of `folder` to give it up, which may take as long as ending and saving its run. */
export async function requestHandOver(folder: string, to: HolderFacts): Promise<HandOver> {
  const holder = await holderOf(folder);
  return holder === null ? { handedOver: true, reason: '' } : askToHandOver(holder.address, to);
}

/** On Windows the pipe itself has one owner: null where it is another process. */
async function announce(folder: string, facts: HolderFacts): Promise<Announcement | null> {
  try {
    return await Announcement.make(folder, facts);
  } catch (error) {
    if (
      process.platform === 'win32' &&
      error instanceof Error &&
      'code' in error &&
      error.code === 'EADDRINUSE'
    )
      return null;
    throw error;
  }
}

/** Of several that ask at once the one with the first name stays and looks again, the others step back for a moment. */
async function settle(folder: string, mine: Announcement): Promise<'held' | 'again' | Holder> {
  for (;;) {
    const others = process.platform === 'win32' ? [] : await living(folder, mine.name);
    if (others.length === 0) {
      mine.state = 'holds';
      return 'held';
    }
    const holder = others.find(({ answer }) => answer.state !== 'asks');
    if (holder !== undefined) return holderFrom(holder);
    if (others.some(({ address }) => path.basename(address) < mine.name)) return 'again';
    await setTimeout(5);
  }
}

interface Living {
  address: string;
  answer: Answer;
}

/** Everyone who announced itself for `folder`, but `own`. Sockets of dead processes are removed. */
async function living(folder: string, own: string | null): Promise<Living[]> {
  const found: Living[] = [];
  for (const address of await addressesOf(folder)) {
    if (path.basename(address) === own) continue;
    const answer = await askWho(address);
    if (answer !== null) found.push({ address, answer });
    else if (process.platform !== 'win32') await fs.rm(address, { force: true }).catch(() => {});
  }
  return found;
}

async function addressesOf(folder: string): Promise<string[]> {
  if (process.platform === 'win32') return [await pipeOf(folder)];
  const addresses: string[] = [];
  for (const place of await placesOf(folder)) {
    for (const name of (await namesIn(place)).filter(isLockName)) {
      const address = path.join(place, name);
      if (name.endsWith(unfinishedEnding)) await removeOld(address);
      else addresses.push(address);
    }
  }
  return addresses;
}

/** Throws where the folder cannot be read: whoever it holds would be overlooked. */
async function namesIn(place: string): Promise<string[]> {
  try {
    return await fs.readdir(place);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function removeOld(address: string): Promise<void> {
  const age = await fs.stat(address).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > unfinishedMs) await fs.rm(address, { force: true }).catch(() => {});
}

function holderFrom({ address, answer }: Living): Holder {
  if (answer.state === 'silent') return { address, facts: null };
  const { pid, kind, since, page } = answer;
  return { address, facts: { pid, kind, since, page } };
}
