// Tells a window that waits or looks on when nobody holds a folder any more, or somebody else does. It asks now and then: a holder that
// hands over or closes one of its windows lives on, so that no connection to it would end.
import type { HolderFacts } from '../../contract/holder.ts';
import { type Holder, holderOf } from './hold.ts';

const everyMs = 2_000;

const silent: HolderFacts = { pid: 0, kind: null, since: '', page: null };

/** `tell` gets who holds the folder, null for nobody, after each change; at first somebody does. Returns what ends the watch. */
export function watchHolder(
  folder: string,
  tell: (holder: HolderFacts | null) => void,
  every: number = everyMs,
): () => void {
  let before: string | undefined;
  let asking = false;
  let ended = false;
  async function ask() {
    const holder = await holderOf(folder);
    const now = keyOf(holder);
    // The first answer is what is known already, unless the holder has just left.
    const known = before === undefined && holder !== null;
    if (ended || now === before || known) {
      before = now;
      return;
    }
    before = now;
    tell(holder === null ? null : (holder.facts ?? silent));
  }
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    // A folder that cannot be read is not free.
    void ask()
      .catch(() => {})
      .finally(() => {
        asking = false;
      });
  }, every);
  timer.unref();
  return () => {
    ended = true;
    clearInterval(timer);
  };
}

/** A holder that does not answer for a moment is still the same one. */
function keyOf(holder: Holder | null): string {
  return holder === null ? '' : holder.address;
}
