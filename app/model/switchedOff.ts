// Layers that are switched off: the edited spec keeps them, but they are removed before planning, training, insight and saving.
// So all other code never sees them, and a kept model reads as if they had never existed.
import type { Issue } from '../contract/issues/issues.ts';
import type { Remedy } from '../contract/issues/remedies.ts';
import { layersOn } from '../contract/spec/layers.ts';
import type { RunSpec } from '../contract/spec/spec.ts';

/** The spec to train: only the layers that are on, without their on/off setting. Returns the same object if no layer has this
 *  setting. */
export function withoutOff(spec: RunSpec): RunSpec {
  if (spec.model.layers.every((layer) => !('off' in layer))) return spec;
  const layers = spec.model.layers.flatMap(({ off, ...layer }) => (off ? [] : [layer]));
  return { ...spec, model: { ...spec.model, layers } };
}

/** An issue of the spec without the layers that are off, with layer indices of the whole spec. */
export function withWholeIndices(whole: RunSpec, issue: Issue): Issue {
  const indices = layersOn(whole.model.layers);
  if (indices.length === whole.model.layers.length) return issue;
  return {
    ...issue,
    ...(issue.path === undefined ? {} : { path: pathInWhole(issue.path, indices) }),
    ...(issue.remedies === undefined
      ? {}
      : { remedies: issue.remedies.map((remedy) => remedyInWhole(remedy, indices)) }),
  };
}

function pathInWhole(path: string, indices: readonly number[]): string {
  return path.replace(/^model\.layers\.(\d+)/, (_, layer) => `model.layers.${indices[Number(layer)]}`);
}

function remedyInWhole(remedy: Remedy, indices: readonly number[]): Remedy {
  if (remedy.kind === 'removeLayer') return { ...remedy, layer: indices[remedy.layer] ?? remedy.layer };
  if (remedy.kind !== 'settings') return remedy;
  return { ...remedy, set: remedy.set.map((one) => ({ ...one, path: pathInWhole(one.path, indices) })) };
}
