// The networks of a model <-> named tensors: `layers.<i>.weight`, ... of one network, `members.<m>.layers.<i>.weight`, ... of an
// ensemble, whose members come in their order. An ensemble that was stopped early has fewer members than its spec says, never more.
import type { LayerWeights, Model } from '../contract/model.ts';
import { memberCount } from '../contract/spec/ensemble.ts';
import type { RunSpec } from '../contract/spec/spec.ts';
import { layerTensors, takeLayers } from './layerTensors.ts';
import { rounded } from './rounding.ts';
import type { Tensor } from './tensors.ts';

export function memberTensors({ spec, members }: Pick<Model, 'spec' | 'members'>): Tensor[] {
  return members.flatMap((layers, member) => layerTensors(memberPrefix(spec, member), layers));
}

export function memberPrefix({ training }: RunSpec, member: number): string {
  return training.ensemble === undefined ? 'layers' : `members.${member}.layers`;
}

/** Takes the members that `spec` has out of `tensors`; at least one. Throws what takeLayers throws. */
export function takeMembers(spec: RunSpec, tensors: Map<string, Tensor>, path: string): LayerWeights[][] {
  const most = memberCount(spec.training);
  const members: LayerWeights[][] = [];
  do {
    const prefix = memberPrefix(spec, members.length);
    members.push(rounded(takeLayers(prefix, spec.model.layers.length + 1, tensors, path)));
  } while (members.length < most && tensors.has(`${memberPrefix(spec, members.length)}.0.weight`));
  return members;
}
