// Cases with faults, some at a time. Half of a case is waiting, so there are more lanes than cores.
import { availableParallelism } from 'node:os';
import type { CaseOrder } from './caseProcess.ts';
import type { CaseOutcome } from './caseWorker.ts';
import { CaseWorker } from './caseWorker.ts';

/** One process that has the faults, and another that looks at what they left: what the first one still remembers must not help. */
export class Lane {
  readonly #faulty: CaseWorker;
  readonly #checking: CaseWorker;

  constructor(script: string, faulty: NodeJS.ProcessEnv = {}) {
    this.#faulty = new CaseWorker(script, faulty);
    this.#checking = new CaseWorker(script, {});
  }

  suffer(order: CaseOrder & { order: 'stage' | 'verb' }, killAfter?: number): Promise<CaseOutcome> {
    return this.#faulty.ask(order, killAfter);
  }

  /** The answer of the check. Throws what it found wrong. */
  async check(order: CaseOrder & { order: 'check' }): Promise<string[]> {
    const { told, stderr, died } = await this.#checking.ask(order);
    const checked = told.find(({ what }) => what === 'checked');
    if (checked !== undefined) return checked.value as unknown as string[];
    throw new Error(`${told.at(-1)?.value ?? `The check ended with ${died}.`}\n${stderr}`);
  }

  close(): void {
    this.#faulty.close();
    this.#checking.close();
  }
}

export const laneCount = availableParallelism() + 1;

/** Hands each item to a lane that is free. After a failure no other one begins. */
export async function inLanes<Item>(
  lanes: readonly Lane[],
  items: readonly Item[],
  once: (item: Item, lane: Lane) => Promise<void>,
): Promise<void> {
  let next = 0;
  const inTurn = async (lane: Lane) => {
    while (next < items.length) {
      const item = items[next++]!;
      await once(item, lane).catch((error: unknown) => {
        next = items.length;
        throw error;
      });
    }
  };
  // No lane is left at work, which the next test would ask.
  for (const ended of await Promise.allSettled(lanes.map(inTurn)))
    if (ended.status === 'rejected') throw ended.reason;
}
