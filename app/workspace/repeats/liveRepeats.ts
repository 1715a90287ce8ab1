// The workspace's repeats in memory: their trainings, and the stream that pages and the terminal follow.
import { randomUUID } from 'node:crypto';
import type { MainMetric } from '../../contract/run/comparison.ts';
import {
  type KeptRepeats,
  type Repeat,
  type RepeatKind,
  type RepeatsState,
  type RepeatsSummary,
  type RepeatsUpdate,
  repeatRecords,
} from '../../contract/run/repeats.ts';
import type { EpochRecord } from '../../contract/run/training.ts';
import { summarize } from '../../evaluation/repeats/summarize.ts';
import { Cohort, type Member, type Work } from '../cohort/cohort.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { Watchable } from '../watchable.ts';

/** Most records in one message, for all members together: as many as for a run. */
const recordsPerUpdate = 20_000;

/** What is made of one of them when it has ended. */
export type RepeatResult = Pick<Repeat, 'rows' | 'scores' | 'fingerprint'>;

export interface RepeatsParts {
  /** The run that is repeated; null: each repeat is a run of its own. */
  run: LiveRun | null;
  kind: RepeatKind;
  /** The fold or seed of each. */
  numbers: number[];
  atOnce: number;
  /** The metric that decides; null: as the first of the runs has it. */
  main: MainMetric | null;
  /** Estimated seconds of one of them; null where unknown. */
  secondsEach: number | null;
}

export class LiveRepeats {
  readonly id = randomUUID();
  readonly startedAt = new Date().toISOString();
  /** By number; those that are kept as runs of their own and have begun. */
  readonly runs = new Map<number, LiveRun>();
  readonly #parts: RepeatsParts;
  readonly #cohort: Cohort<RepeatResult>;
  readonly #changes = new Watchable(null);
  #stopped = false;
  /** Whether all have ended and the result was kept. */
  #over = false;

  /** `announce` is called after each change of the view. */
  constructor(parts: RepeatsParts, announce: () => void) {
    this.#parts = parts;
    this.#cohort = new Cohort({
      atOnce: parts.atOnce,
      changed: (urgent) => {
        this.#changes.changed(urgent);
        if (urgent) announce();
      },
    });
  }

  get run(): LiveRun | null {
    return this.#parts.run;
  }
  get kind(): RepeatKind {
    return this.#parts.kind;
  }
  get busy(): boolean {
    return !this.#over;
  }

  /** One piece of work per number. Resolves when all have ended and `keep` has had the result. */
  async carryOut(works: Work<RepeatResult>[], keep: () => Promise<void>): Promise<void> {
    for (const work of works) this.#cohort.add(work);
    await this.#cohort.ended();
    await keep();
    this.#over = true;
  }

  /** The streams end with the update after it. */
  ended(): void {
    this.#changes.changed(true);
  }

  stop(): void {
    this.#stopped = true;
    this.#cohort.stop();
  }

  /** Resolves when the engine's memory is free. */
  async close(): Promise<void> {
    this.stop();
    await this.#cohort.ended();
    for (const run of this.runs.values()) await run.close();
  }

  view(): RepeatsState {
    const { run, kind, numbers } = this.#parts;
    const ended = this.#cohort.members.filter(({ over }) => over).length;
    return { id: this.id, runId: run?.id ?? null, kind, count: numbers.length, ended, state: this.#state };
  }

  get #state(): RepeatsState['state'] {
    if (!this.#over) return 'running';
    return this.#stopped ? 'stopped' : 'finished';
  }

  repeats(): Repeat[] {
    return this.#cohort.members.map((member, k) => repeatOf(member, this.#parts.numbers[k]!));
  }

  /** What the run that is repeated keeps; null where too few have ended by themselves to say anything. */
  kept(): KeptRepeats | null {
    const repeats = this.repeats();
    if (this.#summary(repeats) === null) return null;
    const members = repeats.map((repeat, k) => ({
      ...repeat,
      records: thinnedRecords(this.#cohort.members[k]!.training?.records ?? []),
    }));
    return { startedAt: this.startedAt, members };
  }

  /** Everything so far, then what is new; ends when all have ended. */
  async *updates(signal: AbortSignal | undefined): AsyncGenerator<RepeatsUpdate, void> {
    const { members } = this.#cohort;
    const from = members.map(() => 0);
    const piece = Math.floor(recordsPerUpdate / members.length);
    const historyOf = (k: number) => members[k]!.training?.records ?? [];
    for await (const _ of this.#changes.watch(signal)) {
      const over = this.#over;
      do {
        const update = this.#update(from, (k) => historyOf(k).slice(from[k]!, from[k]! + piece));
        yield update;
        for (const [k, { records }] of update.members.entries()) from[k]! += records.length;
      } while (members.some((_, k) => historyOf(k).length > from[k]!));
      if (over) return;
    }
  }

  #update(from: readonly number[], recordsOf: (k: number) => EpochRecord[]): RepeatsUpdate {
    const repeats = this.repeats();
    const { numbers } = this.#parts;
    return {
      state: this.#state,
      members: repeats.map((repeat, k) => {
        const run = this.#cohort.members[k]!.over ? this.runs.get(numbers[k]!) : undefined;
        return { ...repeat, from: from[k]!, records: recordsOf(k), ...(run && { run: run.view() }) };
      }),
      summary: this.#summary(repeats),
      secondsLeft: this.#secondsLeft(),
    };
  }

  #summary(repeats: Repeat[]): RepeatsSummary | null {
    const { kind, numbers, main } = this.#parts;
    const ofRuns = () => numbers.map((number) => this.runs.get(number)?.evaluation?.comparison?.main);
    const decides = main ?? ofRuns().find((found) => found !== undefined);
    return decides === undefined ? null : summarize(kind, decides, repeats);
  }

  /** From the time of those that have ended; before that, from the estimate. */
  #secondsLeft(): number | null {
    const { members } = this.#cohort;
    const { atOnce, secondsEach } = this.#parts;
    const secondsOf = ({ training }: Member<RepeatResult>) => training?.progress.seconds ?? 0;
    const ended = members.filter(({ over, state }) => over && state === 'finished');
    const each =
      ended.length === 0 ? secondsEach : ended.reduce((sum, one) => sum + secondsOf(one), 0) / ended.length;
    if (each === null) return null;
    const left = members.filter(({ over }) => !over).map((one) => Math.max(0, each - secondsOf(one)));
    return left.reduce((sum, seconds) => sum + seconds, 0) / Math.min(atOnce, Math.max(1, left.length));
  }
}

function repeatOf(member: Member<RepeatResult>, number: number): Repeat {
  const { training, result, state, failure } = member;
  return {
    number,
    state,
    epoch: training?.progress.epoch ?? 0,
    seconds: training?.progress.seconds ?? 0,
    best: training?.progress.best ?? null,
    rows: result?.rows ?? null,
    scores: result?.scores ?? null,
    fingerprint: result?.fingerprint ?? null,
    failure,
  };
}

/** At most `repeatRecords` of a history at regular intervals, the last one among them. */
function thinnedRecords(records: readonly EpochRecord[]): EpochRecord[] {
  const stride = Math.ceil(records.length / repeatRecords);
  return stride <= 1 ? [...records] : records.filter((_, k) => (records.length - 1 - k) % stride === 0);
}
