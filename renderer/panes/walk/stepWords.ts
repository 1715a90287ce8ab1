// Titles and sentences of the steps.

import { m } from '../../paraglide/messages.js';
import { layerName } from '../../wording/layerNames.ts';
import { numbers } from '../../wording/numbers.ts';
import { activationPhrases } from '../../wording/specMeanings.ts';
import { lossNames, optimizerNames } from '../../wording/specNames.ts';
import { pairOf } from './beforeAfter.ts';
import { takenAsIs } from './inputScale.ts';
import { hasBias, type Walked } from './walkedRow.ts';
import type { Step } from './walkSteps.ts';

/** Under the step's number. */
export function shortName({ shape, plan }: Walked, { kind, layer }: Step): string {
  if (kind === 'scale' && takenAsIs(plan?.preparation ?? null)) return m.walk_short_as_is();
  if (kind === 'activate') return shape.layers[layer]?.activation ?? '';
  if (kind === 'output') return shape.head;
  return m[`walk_short_${kind}`]();
}

export function layerOf({ walk }: Walked, layer: number): string {
  return layer < 0 ? m.walk_inputs() : layerName(layer, walk.layers.length);
}

export function stepTitle(walked: Walked, { kind, layer }: Step): string {
  const { head } = walked.shape;
  if (kind === 'scale' && takenAsIs(walked.plan?.preparation ?? null)) return m.walk_title_as_is();
  if (kind === 'output') return head === 'linear' ? '' : m[`walk_title_${head}`]();
  return m[`walk_title_${kind}`]({ layer: layerOf(walked, layer) });
}

export function stepSentence(walked: Walked, { kind, layer }: Step): string {
  const { shape, spec, plan } = walked;
  const activation = shape.layers[layer]?.activation ?? 'linear';
  const by = spec.model.layers[layer]?.normalization === 'layer' ? 'layer' : 'batch';
  const { loss } = spec.training;
  switch (kind) {
    case 'scale':
      return takenAsIs(plan?.preparation ?? null) ? m.walk_say_as_is() : m.walk_say_scale();
    case 'normalize':
      return m[`walk_say_normalize_${by}`]();
    case 'dNormalize':
      return m[`walk_say_dNormalize_${by}`]();
    case 'activate':
      return m.walk_say_activate({ activation, phrase: activationPhrases()[activation] });
    case 'dActivate':
      return m.walk_say_dActivate({ activation });
    case 'output':
      return shape.head === 'linear' ? '' : m[`walk_say_${shape.head}`]();
    case 'loss':
      return m.walk_say_loss({ loss: lossNames()[loss] });
    case 'dLoss':
      return loss === 'categoricalCrossEntropy' || loss === 'binaryCrossEntropy'
        ? m.walk_say_dLoss_difference()
        : m.walk_say_dLoss();
    case 'dWeights':
      return [
        m.walk_say_dWeights({ layer: layerOf(walked, layer) }),
        ...(hasBias(walked, layer) ? [m.walk_say_dBias()] : []),
      ].join(' ');
    case 'sums':
      return hasBias(walked, layer) ? m.walk_say_sums() : m.walk_say_sums_without_bias();
    case 'update':
      return updateSentence(walked);
    default:
      return m[`walk_say_${kind}`]();
  }
}

function updateSentence({ walk, spec }: Walked): string {
  const { plain, learningRate, loss } = walk.update;
  const { before, after } = pairOf(walk.loss, loss);
  const values = {
    rate: numbers().exact(learningRate),
    optimizer: optimizerNames()[plain === null ? spec.training.optimizer.type : 'sgd'],
  };
  const effect = after === null ? m.walk_loss_unchanged({ before }) : m.walk_loss_moves({ before, after });
  const why =
    plain === null
      ? []
      : [m[`walk_plain_${plain}`]({ optimizer: optimizerNames()[spec.training.optimizer.type] })];
  return [m.walk_say_update(values), effect, ...why].join(' ');
}
