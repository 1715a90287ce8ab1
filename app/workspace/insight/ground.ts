// What a look inside stands on: a spec, the rows and the preparation it comes to on the open table, the network, and the
// weights that were asked for.
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights, Preparation } from '../../contract/model.ts';
import type { Part } from '../../contract/run/evaluation.ts';
import type { WhichWeights } from '../../contract/run/insight.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { readModel } from '../runs/modelCalls.ts';
import type { Session } from '../session.ts';
import { engineSettings } from '../spec/engineConfig.ts';
import { planSpec, preparedBy, refuseBlocked } from '../table/prepare.ts';

export interface Ground {
  spec: RunSpec;
  table: Table;
  split: Split;
  preparation: Preparation;
  settings: ReturnType<typeof engineSettings>;
}

/** Of the workspace's spec, or of another one that belongs to its table. Throws AppError dataset_needed, spec_refused. */
export async function groundOf(session: Session, whole = session.state.value.spec): Promise<Ground> {
  const { open } = session;
  if (open === null) throw new AppError('dataset_needed', 'There is no table to look at; open a file first.');
  if (whole === null)
    throw new AppError('spec_refused', 'Choose the column to predict first.', { reason: 'target' });
  const spec = withoutOff(whole);
  refuseBlocked(await planSpec(open.preparer, spec, []));
  const { split, preparation } = await open.preparer.prepare(preparedBy(spec));
  if (preparation === null) throw new Error('A plan without errors has a preparation.');
  const settings = engineSettings(spec, preparation);
  return { spec, table: open.table, split, preparation, settings };
}

/** At most `most` of the rows, evenly chosen. */
export function thinned(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  return Uint32Array.from({ length: most }, (_, k) => rows[Math.floor((k * rows.length) / most)]!);
}

/** At most `most` rows of a part. Throws AppError nothing_to_score where it has none. */
export function partRows({ split, table }: Ground, part: Part, most: number): Uint32Array {
  if (split[part].length > 0) return thinned(split[part], most);
  throw new AppError(
    'nothing_to_score',
    `There are no ${part === 'train' ? 'training' : part} rows of ${table.fileName} to look at; choose another part.`,
    { file: table.fileName },
  );
}

/** The current run. Throws AppError run_needed. */
export function currentRun(session: Session): LiveRun {
  if (session.live !== null) return session.live;
  throw new AppError('run_needed', 'There is no run to look into; train one first.');
}

/** Of the workspace's spec for initial weights, else of the current run's. */
export function groundOfWeights(session: Session, which: WhichWeights): Promise<Ground> {
  return groundOf(session, which === 'initial' ? session.state.value.spec : currentRun(session).spec);
}

export interface WeightsOnGround extends Ground {
  layers: LayerWeights<Floats>[];
  /** null for initial weights. */
  run: LiveRun | null;
  /** Of the weights; null for initial ones. */
  epoch: number | null;
}

/** The weights and the spec they belong to. A run in progress is asked between two of its steps, and goes on undisturbed. */
export async function weightsOf(session: Session, which: WhichWeights): Promise<WeightsOnGround> {
  if (which === 'initial') {
    const ground = await groundOf(session);
    return { ...ground, layers: initialWeights(session, ground), run: null, epoch: null };
  }
  const run = currentRun(session);
  const ground = await groundOfWeights(session, which);
  const training = run.settled || run.training?.closed === true ? null : run.training;
  if (typeof which === 'object') {
    const moment = run.moment(which.step);
    if (moment === null)
      throw new AppError('run_needed', 'This run keeps no weights of that step; choose another one.');
    return { ...ground, layers: moment.layers, run, epoch: moment.epoch };
  }
  const { best, epoch } = run.progress;
  // Of an ended run the best weights are all that is kept.
  const ofBest = which === 'best' || training === null;
  const layers = training?.weights(which) ?? (await readModel(run.folder.path)).layers;
  return { ...ground, layers, run, epoch: (ofBest ? best?.epoch : undefined) ?? epoch };
}

/** What a run of the spec begins with: a run that is never started has them. */
function initialWeights(session: Session, { settings }: Ground): LayerWeights<Floats>[] {
  const { network, loss } = settings;
  const outputs = network.layers.at(-1)?.units ?? 1;
  const run = session.options.engine.createRun({
    ...settings,
    threads: 1,
    train: {
      rows: 1,
      features: new Float32Array(network.inputs),
      targets: new Float32Array(loss.startsWith('categorical') ? 1 : outputs),
      weights: null,
    },
    validation: null,
  });
  try {
    return run.weights('last');
  } finally {
    run.dispose();
  }
}
