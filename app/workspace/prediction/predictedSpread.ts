// The predictions of a whole file, put together from pieces: all of them where they are few enough to keep, and how they are spread.
import type { Spread } from '../../contract/run/prediction.ts';
import {
  type NumberPredictions,
  type Predictions,
  putPredictions,
  roomFor,
  rowCount,
} from '../../evaluation/predictions.ts';
import { binned, classSpread, countClasses, rangeOf } from '../../evaluation/spread.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { trainingNumbers } from './form.ts';
import { trainingGround } from './modelInUse.ts';

/** Numbers of predictions that are kept in memory at most: 160 MB. */
const mostKept = 20_000_000;

/** Puts together what comes piece by piece. */
export class PredictedSpread {
  notFinite = 0;
  private readonly pieces: Predictions[] = [];
  private kept = 0;
  private classRows: Uint32Array | null = null;

  add(predictions: Predictions): void {
    if (predictions.kind === 'class') {
      this.classRows ??= new Uint32Array(predictions.classes.length);
      const before = sum(this.classRows);
      countClasses(predictions, this.classRows);
      this.notFinite += rowCount(predictions) - (sum(this.classRows) - before);
    } else {
      const width = predictions.names.length;
      for (let row = 0; row < rowCount(predictions); row++)
        if (!predictions.values.subarray(row * width, (row + 1) * width).every(Number.isFinite))
          this.notFinite += 1;
    }
    this.kept += predictions.kind === 'class' ? predictions.probabilities.length : predictions.values.length;
    // Numbers are few: they are needed for the bins.
    if (predictions.kind === 'numeric' || this.kept <= mostKept) this.pieces.push(predictions);
    else this.pieces.length = 0;
  }

  /** null where there are too many. */
  whole(): Predictions | null {
    if (this.kept > mostKept) return null;
    const [first, ...more] = this.pieces;
    if (first === undefined || more.length === 0) return first ?? null;
    const all = roomFor(
      first,
      this.pieces.reduce((total, piece) => total + rowCount(piece), 0),
    );
    let at = 0;
    for (const piece of this.pieces) {
      putPredictions(all, piece, at);
      at += rowCount(piece);
    }
    return all;
  }

  async told(session: WorkspaceSession, runId: string): Promise<Spread> {
    if (this.classRows !== null) return classSpread(this.classRows);
    const ground = await trainingGround(session, runId);
    const [first] = this.pieces as NumberPredictions[];
    const targets: Extract<Spread, { kind: 'numeric' }>['targets'] = [];
    for (const [k, name] of (first?.names ?? []).entries()) {
      const training = ground === null ? null : await trainingNumbers(ground, name);
      const predicted = () => this.valuesOf(k);
      const range = rangeOf(predicted());
      const trained = training && rangeOf(training);
      if (range === null) {
        targets.push(null);
        continue;
      }
      const both = {
        min: Math.min(range.min, trained?.min ?? range.min),
        max: Math.max(range.max, trained?.max ?? range.max),
      };
      targets.push({
        predicted: binned(predicted(), both),
        training: training === null ? null : binned(training, both),
      });
    }
    return { kind: 'numeric', targets };
  }

  private *valuesOf(target: number): Generator<number> {
    for (const { names, values } of this.pieces as NumberPredictions[])
      for (let i = target; i < values.length; i += names.length) yield values[i]!;
  }
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
