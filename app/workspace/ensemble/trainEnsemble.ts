// The networks of an ensemble, many trained at once in memory. Each one's weights, and its predictions of the fold that it left out, depend
// on spec, table and seed alone: not on how many train at once, nor on threads. An ensemble that is stopped has the networks that had begun.
import type { LayerWeights } from '../../contract/model.ts';
import type { Calibration } from '../../contract/run/calibration.ts';
import { type MemberPlace, memberPlaces } from '../../contract/spec/ensemble.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import type { Engine } from '../../engine/engine.ts';
import { calibrationOf } from '../../evaluation/conformal/calibration.ts';
import type { EvaluatedPart } from '../../evaluation/evaluate.ts';
import { meanOfPredictions } from '../../evaluation/meanPredictions.ts';
import { interpretOutputs, type Predictions, putPredictions, roomFor } from '../../evaluation/predictions.ts';
import { rounded } from '../../export/rounding.ts';
import { Cohort, type Member, sharedThreads, type Work } from '../cohort/cohort.ts';
import { memoryTraining } from '../cohort/memoryTraining.ts';
import type { TrainingRows } from '../cohort/sharedRows.ts';
import { predictInputs } from '../scoring/modelPredictions.ts';
import type { Ground } from '../table/ground.ts';
import { MemberRows } from './memberRows.ts';

export interface TrainedMember {
  place: MemberPlace;
  layers: LayerWeights[];
  /** Of the rows of the fold that it left out. */
  leftOut: Predictions;
}

/** The network at `place`: trained alone, then asked for the rows that it left out. */
export function memberWork(
  engine: Engine,
  rows: MemberRows,
  place: MemberPlace,
  threads: number,
): Work<TrainedMember> {
  let prepared: TrainingRows | null = null;
  return {
    async begin(changed) {
      prepared = await rows.of(place);
      return memoryTraining(engine, prepared, { threads, changed });
    },
    async finish(training) {
      if (prepared?.validation == null) throw new Error('A member that has ended has left rows out.');
      const layers = rounded(training.weights('best'));
      return { place, layers, leftOut: await predicted(engine, prepared, layers, threads) };
    },
  };
}

/** A network that was trained before, asked again for the rows that it left out. */
export async function keptMember(
  engine: Engine,
  rows: MemberRows,
  place: MemberPlace,
  layers: LayerWeights[],
  threads: number,
): Promise<TrainedMember> {
  return { place, layers, leftOut: await predicted(engine, await rows.of(place), layers, threads) };
}

async function predicted(
  engine: Engine,
  { ground: { spec, preparation }, validation }: TrainingRows,
  layers: LayerWeights[],
  threads: number,
): Promise<Predictions> {
  const { features, rows } = validation!;
  const model = { spec, preparation, members: [layers] };
  return predictInputs(engine, model, { features: Float32Array.from(features), rows }, { threads });
}

/** The rows of all folds with what the networks that left them out predict, averaged over the seeds. Folds that no network has left out
 *  are missing. */
export async function leftOutRows(
  { table, preparation, split: { folds = [] } }: Pick<Ground, 'table' | 'preparation' | 'split'>,
  members: readonly TrainedMember[],
): Promise<EvaluatedPart> {
  const known = folds.flatMap((rows, fold) => {
    const found = members.filter(({ place }) => place.fold === fold);
    return found.length === 0 ? [] : [{ rows, found: meanOfPredictions(found.map((one) => one.leftOut)) }];
  });
  const count = known.reduce((sum, { rows }) => sum + rows.length, 0);
  const none = () => interpretOutputs(preparation.target, new Float32Array(0), 0);
  // The spread over the seeds of one fold says little: it is left out.
  const { spread: _, ...like } = known[0]?.found ?? none();
  const predictions = roomFor(like, count);
  const rows = new Uint32Array(count);
  let at = 0;
  for (const one of known) {
    rows.set(one.rows, at);
    putPredictions(predictions, one.found, at);
    at += one.rows.length;
  }
  const { truth } = await encodeTargets(table, preparation.target, rows);
  return { rows, truth, predictions };
}

/** The errors of the networks on the rows that they left out; null where there are none. */
export async function calibrateLeftOut(
  ground: Pick<Ground, 'table' | 'preparation' | 'split'>,
  members: readonly TrainedMember[],
): Promise<Calibration | null> {
  const { rows, truth, predictions } = await leftOutRows(ground, members);
  return rows.length === 0 ? null : calibrationOf(truth, predictions);
}

export interface EnsembleOptions {
  /** All that may be used. */
  threads: number;
  /** Ends the networks with what they have; those that have not begun never do. */
  signal?: AbortSignal;
  /** Called after each change of a network. */
  changed?: (members: readonly Member<TrainedMember>[], urgent: boolean) => void;
}

export interface TrainedEnsemble {
  /** In the order of a model file; at least one. */
  members: LayerWeights[][];
  leftOut: EvaluatedPart;
}

/** Trains the ensemble of `ground.spec` in memory. null where it was stopped before a network had begun. Throws the first failure of a
 *  network, such as AppError out_of_memory. */
export async function trainEnsemble(
  engine: Engine,
  ground: Ground,
  { threads, signal, changed = () => {} }: EnsembleOptions,
): Promise<TrainedEnsemble | null> {
  const { ensemble } = ground.spec.training;
  if (ensemble === undefined) throw new Error('The spec has no ensemble.');
  const places = memberPlaces(ensemble);
  const { atOnce, each } = sharedThreads(threads, places.length);
  const cohort: Cohort<TrainedMember> = new Cohort({
    atOnce,
    changed: (urgent) => changed(cohort.members, urgent),
  });
  const stop = () => cohort.stop();
  signal?.addEventListener('abort', stop, { once: true });
  const rows = new MemberRows(ground);
  for (const place of places) cohort.add(memberWork(engine, rows, place, each));
  if (signal?.aborted) stop();
  await cohort.ended();
  signal?.removeEventListener('abort', stop);
  const failed = cohort.members.find(({ failure }) => failure !== null);
  if (failed !== undefined) throw failed.cause;
  const done = cohort.members.flatMap(({ result }) => (result === null ? [] : [result]));
  if (done.length === 0) return null;
  return { members: done.map(({ layers }) => layers), leftOut: await leftOutRows(ground, done) };
}
