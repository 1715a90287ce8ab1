// What a remedy of the network does, as the words of its button. Remedies of the table are the dataset screen's.

import type { Remedy } from '../../app/contract/issues/remedies.ts';
import type { LayerSpec } from '../../app/contract/spec/layers.ts';
import type { Loss } from '../../app/contract/spec/losses.ts';
import { m } from '../paraglide/messages.js';
import { cardName } from '../wording/layerNames.ts';
import { numbers } from '../wording/numbers.ts';
import { choiceLabel, settingLabel } from '../wording/settingWords.ts';
import { initializerNames, lossNames } from '../wording/specNames.ts';

type Change = Extract<Remedy, { kind: 'settings' }>['set'][number];

/** null for one that is none of this screen's. @param layers of the spec that it is a remedy of. */
export function remedyLabel(remedy: Remedy, layers: readonly LayerSpec[]): string | null {
  if (remedy.kind === 'removeLayer') return m.fix_remove_layer({ layer: cardName(layers, remedy.layer) });
  const [first] = remedy.kind === 'settings' ? remedy.set : [];
  return first === undefined ? null : changeLabel(first);
}

function changeLabel({ path, value }: Change): string {
  if (path.startsWith('data.split')) return m.fix_validation();
  if (path === 'training.batchSize' && value === 'full') return m.fix_all_rows();
  if (path === 'training.loss') return m.fix_loss({ loss: lossNames()[value as Loss] });
  if (path.endsWith('.classWeights')) return m.fix_class_weights();
  if (path.endsWith('.monitor')) return m.fix_watch({ monitor: choiceLabel(String(value)) });
  const name = path.split('.').at(-1) ?? path;
  if (name === 'activation') return m.fix_activation({ activation: String(value) });
  if (name === 'normalization') return m.fix_normalization({ kind: choiceLabel(String(value)) });
  if (name === 'initializer')
    return m.fix_initializer({
      initializer: initializerNames()[value as keyof ReturnType<typeof initializerNames>],
    });
  if (name === 'units') return m.fix_units({ units: numbers().whole(Number(value)) });
  return m.fix_number({ name: labelOf(name), value: numbers().exact(Number(value)) });
}

function labelOf(name: string): string {
  return name === 'batchSize' ? m.model_batch() : name === 'epochs' ? m.model_epochs() : settingLabel(name);
}
