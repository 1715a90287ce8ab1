// Layers that are switched off: the spec that is edited keeps them, what is planned, trained, looked into and kept is the spec without
// them. So nothing behind this border knows of them, and a kept model reads as if they had never been there.
import type { Issue } from '../contract/issues/issues.ts';
import type { Remedy } from '../contract/issues/remedies.ts';
import { layersOn } from '../contract/spec/layers.ts';
import type { RunSpec } from '../contract/spec/spec.ts';

/** The spec that is trained: its layers are those that are on, and say nothing of being so. The same object where none does. */
export function withoutOff(spec: RunSpec): RunSpec {
  if (spec.model.layers.every((layer) => !('off' in layer))) return spec;
  const layers = spec.model.layers.flatMap(({ off, ...layer }) => (off ? [] : [layer]));
  return { ...spec, model: { ...spec.model, layers } };
}

/** An issue of the spec without the layers that are off, with the indices that its layers have in the whole spec. */
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
