// The spec of a lesson: proposed from its target, features and settings. A step's settings change the present spec: everything that they do not name
// stays as it is, whether the lesson or the learner set it.
import type { Arrangement, LessonChoices } from '../../contract/lesson/arrangement.ts';
import type { Choices } from '../../contract/spec/choices.ts';
import { layersOn, usualInitializer, withBias, withDrawnWeights } from '../../contract/spec/layers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { adoptSpec, proposedSpec } from '../spec/specCalls.ts';
import { needTable } from '../table/datasetCalls.ts';
import type { OpenTable } from '../table/openTable.ts';
import { planSpec } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { LessonSettings } from './liveLesson.ts';

/** The spec of these settings on the table. @param present what they do not name is taken from it; null: proposed */
export async function lessonSpec(
  open: OpenTable,
  settings: LessonSettings,
  weights: Arrangement['weights'],
  present: RunSpec | null,
  seed: number,
): Promise<RunSpec> {
  const { bias, ...choices } = settings;
  const { spec } = await proposedSpec(open, choices, seed);
  const biased = withBias(spec, bias ?? present?.model.output.bias ?? true);
  const given = weights === undefined ? present?.model.initialWeights : (weights ?? undefined);
  return given === undefined
    ? biased
    : withWeights(open, { ...biased, model: { ...biased.model, initialWeights: given } }, weights != null);
}

/** Weights that a step names must fit, and an issue says where they do not; those of before are dropped where they do not fit any more. */
async function withWeights(open: OpenTable, spec: RunSpec, named: boolean): Promise<RunSpec> {
  if (named) return spec;
  const { issues } = await planSpec(open.preparer, spec, []);
  return issues.some(({ code, severity }) => severity === 'error' && code.startsWith('initial_weights_'))
    ? withDrawnWeights(spec)
    : spec;
}

/** What of the present spec a learner may have changed, as choices. */
function choicesOf({ seed, model, training }: RunSpec): Partial<Choices> {
  const layers = layersOn(model.layers).map((index) => model.layers[index]!);
  const { type, learningRate, ...optimizerSettings } = training.optimizer;
  const { loss, lossSettings, schedule, regularization, stopping, precision, batchSize, epochs, patience } =
    training;
  const [first] = layers;
  const usual = first === undefined || first.initializer === usualInitializer(first.activation);
  return {
    seed,
    hidden: layers.map(({ units }) => units),
    ...(first === undefined
      ? {}
      : { activation: first.activation, normalization: first.normalization, dropout: first.dropout }),
    ...(usual ? {} : { initializer: first.initializer }),
    ...{ loss, lossSettings, schedule, regularization, stopping, precision, batchSize, epochs, patience },
    ...{ optimizer: type, learningRate, optimizerSettings },
  };
}

/** All settings of a lesson after `set`, on top of the present spec. */
export function settingsAfter(
  before: LessonSettings,
  set: LessonChoices,
  present: RunSpec | null,
): LessonSettings {
  const now = present === null ? {} : choicesOf(present);
  const sameOptimizer = set.optimizer === undefined || set.optimizer === now.optimizer;
  const { optimizerSettings, learningRate, ...others } = { ...before, ...now };
  const ofOptimizer = {
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(optimizerSettings === undefined ? {} : { optimizerSettings }),
  };
  const merged = { ...others, ...(sameOptimizer ? ofOptimizer : {}), ...set };
  const settings = { ...(sameOptimizer ? optimizerSettings : {}), ...set.optimizerSettings };
  return Object.keys(settings).length === 0 ? merged : { ...merged, optimizerSettings: settings };
}

/** Makes the settings the workspace's spec, and keeps them with the lesson. */
export async function applySettings(
  session: WorkspaceSession,
  settings: LessonSettings,
  weights: Arrangement['weights'],
  present: RunSpec | null,
): Promise<void> {
  const open = needTable(session);
  const seed = settings.seed ?? present?.seed ?? session.state.value.spec?.seed ?? 1;
  await adoptSpec(session, open, await lessonSpec(open, settings, weights, present, seed), []);
}
