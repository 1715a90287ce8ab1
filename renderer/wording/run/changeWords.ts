// What a change in mid-run changed, in words: `rate 0.05 → 0.005`, `batch 32 → 64`.

import { settingsAfter } from '../../../app/contract/run/runSettings.ts';
import type { Change, Run } from '../../../app/contract/run/training.ts';
import type { OptimizerSpec } from '../../../app/contract/spec/optimizers.ts';
import type { BatchSize } from '../../../app/contract/spec/spec.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../numbers.ts';
import { midSentence, settingLabel, settingValue } from '../settingWords.ts';

export function batchWords(batch: BatchSize): string {
  return batch === 'full' ? m.model_batch_full() : numbers().whole(batch);
}

/** One entry per change, in their order. */
export function changeWords({ spec, changes }: { spec: Run['spec']; changes: readonly Change[] }): string[] {
  return changes.map((change, index) => {
    const before = settingsAfter(spec, changes.slice(0, index));
    const words = change.optimizer ? optimizerWords(before.optimizer, change.optimizer) : [];
    if (change.batchSize !== undefined && change.batchSize !== before.batchSize)
      words.push(
        m.training_changed({
          name: m.training_short_batch(),
          before: batchWords(before.batchSize),
          after: batchWords(change.batchSize),
        }),
      );
    return words.length > 0 ? words.join(', ') : m.training_changed_nothing();
  });
}

function optimizerWords(before: OptimizerSpec, after: OptimizerSpec): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([name, value]) => name !== 'type' && old.get(name) !== value)
    .map(([name, value]) =>
      m.training_changed({
        name: name === 'learningRate' ? m.training_short_rate() : midSentence(settingLabel(name)),
        before: settingValue(old.get(name)),
        after: settingValue(value),
      }),
    );
}
