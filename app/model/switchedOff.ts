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

/** An issue of the spec without the layers that are off, with its places in the whole one. */
export function placedIn(whole: RunSpec, issue: Issue): Issue {
  const places = layersOn(whole.model.layers);
  if (places.length === whole.model.layers.length) return issue;
  return {
    ...issue,
    ...(issue.path === undefined ? {} : { path: placed(issue.path, places) }),
    ...(issue.remedies === undefined
      ? {}
      : { remedies: issue.remedies.map((remedy) => placedRemedy(remedy, places)) }),
  };
}

function placed(path: string, places: readonly number[]): string {
  return path.replace(/^model\.layers\.(\d+)/, (_, layer) => `model.layers.${places[Number(layer)]}`);
}

function placedRemedy(remedy: Remedy, places: readonly number[]): Remedy {
  if (remedy.kind === 'removeLayer') return { ...remedy, layer: places[remedy.layer] ?? remedy.layer };
  if (remedy.kind !== 'settings') return remedy;
  return { ...remedy, set: remedy.set.map((one) => ({ ...one, path: placed(one.path, places) })) };
}
