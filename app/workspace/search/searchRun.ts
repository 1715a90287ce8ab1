// Carries a search out: rung by rung, candidate by candidate, fold by fold, as many trainings at a time as there are threads, each on one.
// Results depend neither on the number of threads nor on which training ends first. What an earlier process has found is not trained again.
import type { SearchBudget } from '../../contract/run/search.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Engine } from '../../engine/engine.ts';
import { measureOf } from '../../evaluation/search/foldScores.ts';
import { engineLoss } from '../../model/engineLoss.ts';
import type { NewCandidate } from '../../model/search/candidate.ts';
import { epochsFrom, survivors } from '../../model/search/rungs.ts';
import { sentenceOf } from '../bugs.ts';
import { engineSettings } from '../spec/engineConfig.ts';
import { type FoldProgress, FoldTraining } from './foldTraining.ts';
import { SearchCandidate } from './searchCandidate.ts';
import { parametersOf, type SearchRows } from './searchRows.ts';
import type { RungLine, Trail } from './searchTrail.ts';

/** Bytes of checkpoints that are kept from one rung to the next; others are trained anew. */
const mostCheckpointBytes = 512 * 2 ** 20;
/** With a budget in seconds: the share of the time in which candidates are drawn whatever the estimate of the rest, which is poor at first. */
const drawnAnyway = 0.2;

export interface SearchParts {
  engine: Engine;
  rows: SearchRows;
  /** What all candidates were made from. */
  base: RunSpec;
  /** In their order. */
  candidates: Iterator<NewCandidate>;
  /** Epochs after which the rungs end. */
  ends: readonly number[];
  budget: SearchBudget;
  /** Trainings at once. */
  atOnce: number;
  /** Of an earlier process. */
  trail: Trail | null;
}

export interface SearchListener {
  /** A candidate or a rung has changed; `urgent`: by more than new epochs. */
  changed(urgent: boolean): void;
  /** A candidate has ended a rung. */
  ended(line: RungLine): void;
  /** So many candidates fitted into the time. */
  drawn(candidates: number): void;
}

interface Task {
  candidate: SearchCandidate;
  fold: number;
}

export class SearchRun {
  readonly all: SearchCandidate[] = [];
  /** Those that are in each rung that has begun. */
  readonly rungs: SearchCandidate[][] = [[]];
  readonly #parts: SearchParts;
  readonly #listener: SearchListener;
  readonly #training = new Set<FoldTraining>();
  readonly #begunAt = performance.now();
  #stopped = false;
  #drawnAll = false;
  #checkpointBytes = 0;
  /** When the first training began: the rows are prepared before. */
  #trainsSince: number | null = null;
  /** Epochs of all folds together that an earlier process has trained. */
  #knownEpochs = 0;

  constructor(parts: SearchParts, listener: SearchListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Seconds since it began, those of an earlier process included. */
  get seconds(): number {
    return (this.#parts.trail?.seconds ?? 0) + (performance.now() - this.#begunAt) / 1_000;
  }

  /** Candidates that will be in the first rung; null while unknown. */
  get size(): number | null {
    if (this.#drawnAll) return this.all.length;
    return 'candidates' in this.#parts.budget ? this.#parts.budget.candidates : null;
  }

  /** Rungs of which every candidate has ended. */
  get completeRungs(): number {
    const open = this.rungs.findIndex((rung, k) => !this.#isComplete(rung, k));
    return open < 0 ? this.rungs.length : open;
  }

  #isComplete(rung: readonly SearchCandidate[], k: number): boolean {
    if (k === 0 && !this.#drawnAll) return false;
    return rung.length > 0 && rung.every(({ scores, state }) => scores.length > k || state === 'failed');
  }

  stop(): void {
    this.#stopped = true;
    for (const training of this.#training) training.stop();
  }

  /** Resolves when it has ended or was stopped. */
  async carryOut(): Promise<void> {
    await this.#lanes(0, () => this.#nextOfFirstRung());
    for (let rung = 1; rung < this.#parts.ends.length && !this.#stopped; rung++) {
      const going = this.#goOn(rung);
      if (going.length === 0) break;
      const tasks = this.#tasksOf(going, rung);
      await this.#lanes(rung, async () => tasks.next().value ?? null);
    }
    for (const candidate of this.all) this.#settle(candidate);
    this.#listener.changed(true);
  }

  /** Shows what an earlier process has found, without training. */
  async showKnown(): Promise<void> {
    const { trail, candidates, rows } = this.#parts;
    for (let index = 0; trail?.rungs.has(index); index++) {
      const next = candidates.next();
      if (next.done) return;
      const candidate = new SearchCandidate(index, next.value, rows.folds.length);
      this.all.push(candidate);
      await this.#prepare(candidate);
      for (let rung = 0; this.#replay(candidate, rung); rung++) {
        const others = this.rungs[rung] ?? [];
        this.rungs[rung] = [...others, candidate];
      }
      this.#settle(candidate);
    }
    if (trail?.drawn != null) this.#drawnAll = true;
  }

  #settle(candidate: SearchCandidate): void {
    candidate.giveUp();
    const last = candidate.scores.length === this.#parts.ends.length;
    if (candidate.state === 'waiting' || candidate.state === 'training')
      candidate.state = last ? 'finished' : 'stopped';
    candidate.version++;
  }

  /** As many trainings at once as there are threads. */
  async #lanes(rung: number, next: () => Promise<Task | null>): Promise<void> {
    const lane = async () => {
      for (let task = await next(); task !== null && !this.#stopped; task = await next())
        await this.#trainFold(task, rung);
    };
    await Promise.all(Array.from({ length: this.#parts.atOnce }, lane));
  }

  readonly #waiting: Task[] = [];
  #drawing: Promise<void> = Promise.resolve();

  /** The folds of one candidate after the other, in order: another one is drawn when all of these have begun. */
  async #nextOfFirstRung(): Promise<Task | null> {
    while (this.#waiting.length === 0 && !this.#drawnAll && !this.#stopped) {
      this.#drawing = this.#drawing.then(() => this.#draw());
      await this.#drawing;
    }
    return this.#waiting.shift() ?? null;
  }

  async #draw(): Promise<void> {
    if (this.#waiting.length > 0 || this.#drawnAll || this.#stopped) return;
    const next = this.#mayDraw() ? this.#parts.candidates.next() : { done: true as const, value: undefined };
    if (next.done) return this.#endDrawing();
    const candidate = new SearchCandidate(this.all.length, next.value, this.#parts.rows.folds.length);
    this.all.push(candidate);
    this.rungs[0]!.push(candidate);
    await this.#prepare(candidate);
    if (candidate.state === 'failed' || this.#replay(candidate, 0)) return this.#listener.changed(true);
    candidate.state = 'training';
    candidate.version++;
    for (const fold of candidate.folds.keys()) this.#waiting.push({ candidate, fold });
    this.#listener.changed(true);
  }

  #endDrawing(): void {
    this.#drawnAll = true;
    if ('seconds' in this.#parts.budget) this.#listener.drawn(this.all.length);
    this.#listener.changed(true);
  }

  /** With a budget in seconds: whether another candidate leaves enough time for the rungs that follow. */
  #mayDraw(): boolean {
    const { budget, trail } = this.#parts;
    if ('candidates' in budget) return this.all.length < budget.candidates;
    if (trail?.drawn != null) return this.all.length < trail.drawn;
    if (this.seconds < drawnAnyway * budget.seconds) return true;
    return this.seconds + this.secondsAfter(this.all.length + 1) < budget.seconds;
  }

  /** Estimated seconds of the rungs after the first one, for so many candidates in the first. */
  secondsAfter(candidates: number): number {
    const perEpoch = this.#secondsPerEpoch();
    return perEpoch === null ? 0 : perEpoch * epochsFrom(1, candidates, this.#parts.ends);
  }

  /** Estimated seconds left; null while unknown. */
  get secondsLeft(): number | null {
    const perEpoch = this.#secondsPerEpoch();
    const { size } = this;
    if (perEpoch === null || size === null) return null;
    const { ends } = this.#parts;
    const done = this.all.reduce((sum, { folds }) => sum + Math.min(...folds.map((f) => f.losses.length)), 0);
    return perEpoch * Math.max(0, epochsFrom(0, size, ends) - done);
  }

  /** Of a candidate with all its folds, in the present mix of candidates and with all threads. */
  #secondsPerEpoch(): number | null {
    const trained = this.#epochs - this.#knownEpochs;
    if (this.#trainsSince === null || trained === 0) return null;
    const seconds = (performance.now() - this.#trainsSince) / 1_000;
    return (seconds / trained) * this.#parts.rows.folds.length;
  }

  /** Of all folds together. */
  get #epochs(): number {
    return this.all.reduce(
      (sum, { folds }) => folds.reduce((all, { losses }) => all + losses.length, sum),
      0,
    );
  }

  async #prepare(candidate: SearchCandidate): Promise<void> {
    try {
      const { preparation } = await this.#parts.rows.of(candidate.spec);
      candidate.parameters = parametersOf(candidate.spec, preparation);
      candidate.measure = measureOf(this.#parts.base.training, preparation.target);
    } catch (error) {
      candidate.fail(sentenceOf(error));
    }
  }

  /** The best of the rung before, and the proposal. */
  #goOn(rung: number): SearchCandidate[] {
    const before = this.rungs[rung - 1]!;
    const scored = before.filter(({ state, score }) => state !== 'failed' && score !== null);
    const best = [...scored].sort((a, b) => a.score!.mean - b.score!.mean || a.index - b.index);
    const going = best.slice(0, survivors(before.length));
    const proposal = best.find(({ kind }) => kind === 'proposal');
    if (proposal !== undefined && !going.includes(proposal)) going.splice(-1, 1, proposal);
    for (const candidate of best.filter((one) => !going.includes(one))) {
      candidate.state = 'dropped';
      this.#freeCheckpoints(candidate);
      candidate.version++;
    }
    for (const candidate of going) {
      candidate.state = 'waiting';
      candidate.version++;
    }
    this.rungs.push(going);
    this.#listener.changed(true);
    return going;
  }

  *#tasksOf(going: readonly SearchCandidate[], rung: number): Generator<Task, undefined> {
    for (const candidate of going) {
      if (this.#replay(candidate, rung)) continue;
      candidate.state = 'training';
      candidate.version++;
      for (const fold of candidate.folds.keys()) yield { candidate, fold };
    }
    return undefined;
  }

  /** Takes a rung's result from an earlier process; false where it has none. */
  #replay(candidate: SearchCandidate, rung: number): boolean {
    const line = this.#parts.trail?.rungs.get(candidate.index)?.[rung];
    if (line === undefined || line.folds.length !== candidate.folds.length) return false;
    for (const [k, fold] of candidate.folds.entries()) {
      const { losses, ...how } = line.folds[k]!;
      for (const loss of losses) fold.losses.push(loss);
      this.#knownEpochs += losses.length;
      Object.assign(fold, how);
    }
    candidate.state = 'waiting';
    candidate.endRung(this.#parts.ends[rung]!);
    candidate.version++;
    return true;
  }

  readonly #open = new Map<SearchCandidate, number>();

  async #trainFold({ candidate, fold }: Task, rung: number): Promise<void> {
    const progress = candidate.folds[fold]!;
    const until = this.#parts.ends[rung]!;
    try {
      const done =
        candidate.state === 'failed' || progress.ended || (await this.#trained(candidate, fold, until, rung));
      if (!done) return;
    } catch (error) {
      if (candidate.state !== 'failed') candidate.fail(sentenceOf(error));
    }
    const open = (this.#open.get(candidate) ?? candidate.folds.length) - 1;
    this.#open.set(candidate, open);
    if (open > 0) return;
    this.#open.delete(candidate);
    if (candidate.state !== 'failed') this.#endRung(candidate, rung);
    this.#listener.changed(true);
  }

  async #trained(candidate: SearchCandidate, fold: number, until: number, rung: number): Promise<boolean> {
    const { engine, rows, base, ends } = this.#parts;
    const progress = candidate.folds[fold]!;
    const prepared = await rows.of(candidate.spec);
    const { checkpoint } = progress;
    const run = engine.createRun({
      ...engineSettings(candidate.spec, prepared.preparation),
      ...prepared.fold(fold),
      // Whatever a candidate's own loss is, all are compared by one.
      validationLoss: engineLoss(base.training.loss, base.data.task),
      threads: 1,
      ...(checkpoint === null ? {} : { checkpoint }),
    });
    this.#checkpointBytes -= bytesOf(checkpoint);
    const training = new FoldTraining(run, progress, until, () => {
      candidate.version++;
      this.#listener.changed(false);
    });
    this.#training.add(training);
    if (this.#stopped) training.stop();
    this.#trainsSince ??= performance.now();
    try {
      const keeps = rung + 1 < ends.length && this.#checkpointBytes < mostCheckpointBytes;
      return await training.train(keeps);
    } finally {
      this.#training.delete(training);
      this.#checkpointBytes += bytesOf(progress.checkpoint);
      if (this.#stopped) progress.checkpoint = null;
    }
  }

  #endRung(candidate: SearchCandidate, rung: number): void {
    const { ends } = this.#parts;
    const from = rung === 0 ? 0 : ends[rung - 1]!;
    const folds = candidate.folds.map(({ losses, ended, diverged, seconds }) => ({
      ...{ losses: losses.slice(from), ended, diverged, seconds },
    }));
    if (candidate.endRung(ends[rung]!)) candidate.state = rung + 1 < ends.length ? 'waiting' : 'finished';
    candidate.version++;
    this.#listener.ended({ line: 'rung', candidate: candidate.index, rung, at: this.seconds, folds });
  }

  #freeCheckpoints(candidate: SearchCandidate): void {
    for (const { checkpoint } of candidate.folds) this.#checkpointBytes -= bytesOf(checkpoint);
    candidate.giveUp();
  }
}

function bytesOf(checkpoint: FoldProgress['checkpoint']): number {
  if (checkpoint === null) return 0;
  const layers = [...checkpoint.layers, ...checkpoint.bestLayers];
  const weights = layers.reduce((sum, { weight, bias }) => sum + weight.byteLength + bias.byteLength, 0);
  return weights + checkpoint.slots.flat().reduce((sum, slot) => sum + slot.byteLength, 0);
}
