// A candidate of a search in memory: its spec, what its folds have come to, and its score after each rung.
import { type Candidate, type CurvePoint, curvePoints, type SearchScore } from '../../contract/run/search.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { curvePointsOf, type Measure, meanCurve, scoreOf } from '../../evaluation/search/foldScores.ts';
import type { NewCandidate } from '../../model/search/candidate.ts';
import { type FoldProgress, newFold } from './foldTraining.ts';

export class SearchCandidate {
  readonly kind: NewCandidate['kind'];
  readonly settings: NewCandidate['settings'];
  readonly spec: RunSpec;
  readonly folds: FoldProgress[];
  /** After each rung that it has ended; null where it failed. */
  readonly scores: (SearchScore | null)[] = [];
  state: Candidate['state'] = 'waiting';
  failure: string | null = null;
  parameters = 0;
  measure: Measure = { metric: 'loss', of: (loss) => loss };
  /** Grows with each change: streams send those that have changed. */
  version = 0;

  constructor(
    readonly index: number,
    { kind, settings, spec }: NewCandidate,
    folds: number,
  ) {
    this.kind = kind;
    this.settings = settings;
    this.spec = spec;
    this.folds = Array.from({ length: folds }, newFold);
  }

  get score(): SearchScore | null {
    return this.scores.at(-1) ?? null;
  }

  get seconds(): number {
    return this.folds.reduce((sum, { seconds }) => sum + seconds, 0);
  }

  /** Its folds have been trained up to the rung's end. Returns whether it can go on. */
  endRung(epochs: number): boolean {
    const diverged = this.folds.findIndex((fold) => fold.diverged);
    this.scores.push(diverged >= 0 ? null : scoreOf(this.#values(), epochs));
    if (this.score !== null) return true;
    this.fail(`The loss of fold ${diverged + 1} was no longer finite.`);
    return false;
  }

  fail(failure: string): void {
    this.state = 'failed';
    this.failure = failure;
    this.giveUp();
    this.version++;
  }

  /** Frees the memory that it would need to go on. */
  giveUp(): void {
    for (const fold of this.folds) fold.checkpoint = null;
  }

  view(): Candidate & { curve: CurvePoint[] } {
    const { index, kind, settings, parameters, state, score, seconds, failure } = this;
    const curve = this.#curve();
    return {
      ...{ index, kind, settings, parameters, state, score, seconds, failure },
      rung: Math.max(0, this.scores.length - (state === 'training' ? 0 : 1)),
      epoch: curve.at(-1)?.epoch ?? 0,
      firstScore: this.scores[0]?.mean ?? null,
      curve,
    };
  }

  /** Over the folds that have begun, as far as all of these are. */
  #curve(): CurvePoint[] {
    const begun = this.#values().filter(({ length }) => length > 0);
    if (begun.length === 0) return [];
    const ended = this.folds.every(({ losses }) => losses.length > 0) && this.state !== 'training';
    const lengths = begun.map(({ length }) => length);
    return curvePointsOf(meanCurve(begun, ended ? Math.max(...lengths) : Math.min(...lengths)), curvePoints);
  }

  #values(): Float64Array[] {
    return this.folds.map(({ losses }) => Float64Array.from(losses, this.measure.of));
  }
}
