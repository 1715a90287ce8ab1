// Takes what the doctor offers: at once where the run goes on with it, else into the spec for the next run, where undo takes it
// back like any other edit.
import { AppError } from '../../contract/issues/errors.ts';
import type { Treatment } from '../../contract/issues/remarks.ts';
import { beginsAlike, type LayerSpec, layersOn, usualInitializer } from '../../contract/spec/layers.ts';
import type { OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { changeTraining, stopTraining } from '../runs/trainingCalls.ts';
import type { Session } from '../session.ts';
import { setSpec } from './specCalls.ts';

/** `run`: the run in progress goes on with it; `spec`: the next run will begin with it. */
export async function takeTreatment(
  session: Session,
  revision: number,
  treatment: Treatment,
): Promise<{ taken: 'run' | 'spec' }> {
  const run = session.live?.busy === true ? session.live : null;
  if (run !== null && (await takenByRun(session, run, treatment))) return { taken: 'run' };
  const { spec } = session.state.value;
  if (spec === null)
    throw new AppError('spec_refused', 'Choose the column to predict first.', { reason: 'target' });
  if (run !== null)
    throw new AppError('run_busy', 'This can only be taken by a new run: stop this one first.');
  await setSpec(session, revision, treated(spec, treatment));
  return { taken: 'spec' };
}

async function takenByRun(session: Session, run: LiveRun, treatment: Treatment): Promise<boolean> {
  if (treatment.kind === 'stop') {
    await stopTraining(session, run);
    return true;
  }
  const now =
    run.changes.findLast(({ optimizer }) => optimizer !== undefined)?.optimizer ??
    run.spec.training.optimizer;
  const optimizer = treatedOptimizer(now, treatment);
  if (optimizer === null) return false;
  await changeTraining(session, run, { optimizer });
  return true;
}

/** null where the treatment is of something else. */
function treatedOptimizer(optimizer: OptimizerSpec, treatment: Treatment): OptimizerSpec | null {
  if (treatment.kind === 'learningRate') return { ...optimizer, learningRate: treatment.rate };
  if (treatment.kind === 'weightDecay' && 'weightDecay' in optimizer)
    return { ...optimizer, weightDecay: treatment.value };
  return null;
}

function treated(spec: RunSpec, treatment: Treatment): RunSpec {
  const { training, model, data } = spec;
  const optimizer = treatedOptimizer(training.optimizer, treatment);
  if (optimizer !== null) return { ...spec, training: { ...training, optimizer } };
  switch (treatment.kind) {
    case 'activation':
      return withLayer(spec, treatment.layer, { activation: treatment.activation });
    case 'variedWeights': {
      const layers = model.layers.map((layer) =>
        beginsAlike(layer) ? { ...layer, initializer: usualInitializer(layer.activation) } : layer,
      );
      return { ...spec, model: { ...model, layers } };
    }
    case 'batchNormalization': {
      const layers = model.layers.map((layer) => ({ ...layer, normalization: 'batch' as const }));
      return { ...spec, model: { ...model, layers } };
    }
    case 'scaleInput': {
      const columns = data.columns.map((column) =>
        column.name === treatment.column
          ? { ...column, prepare: { ...column.prepare, scaling: 'standard' as const } }
          : column,
      );
      return { ...spec, data: { ...data, columns } };
    }
    default:
      return spec;
  }
}

/** The doctor counts the run's layers. */
function withLayer(spec: RunSpec, ofRun: number, said: Partial<LayerSpec>): RunSpec {
  const { model } = spec;
  const treated = layersOn(model.layers)[ofRun];
  const layers = model.layers.map((layer, place) => (place === treated ? { ...layer, ...said } : layer));
  return { ...spec, model: { ...model, layers } };
}
