// The layers of one network: `[N, inputs]` -> its outputs `[N, outputs]` (logits, or scaled numbers), in float. Its weights keep the names
// and shapes of the model file, so that the file can be read back.
import {
  type LayerWeights,
  type NormalizationWeights,
  normalizationEpsilon,
} from '../../../contract/model.ts';
import { layerTensors } from '../../layerTensors.ts';
import type { PortableLayer } from '../../portable/portableModel.ts';
import { activationNodes } from './activationNodes.ts';
import type { GraphBuilder, Value } from './graphBuilder.ts';

export function networkNodes(
  graph: GraphBuilder,
  layers: readonly PortableLayer[],
  prefix: string,
  inputs: Value,
): Value {
  const tensors = weightsOf(graph, layers, prefix);
  let x = inputs;
  for (const [i, { activation, outputs, normalization }] of layers.entries()) {
    const tensor = (name: string) => tensors.get(`${prefix}.${i}.${name}`)!;
    const shape = ['N', outputs];
    const attributes = { transB: 1 };
    x = graph.node('Gemm', [x, tensor('weight'), tensor('bias')], { shape, attributes });
    if (normalization !== undefined) x = normalizationNodes(graph, x, normalization, tensor);
    x = activationNodes(graph, activation, x);
  }
  return x;
}

function weightsOf(graph: GraphBuilder, layers: readonly LayerWeights[], prefix: string): Map<string, Value> {
  return new Map(
    layerTensors(prefix, layers).map(({ name, shape, data }) => [
      name,
      graph.constant(name, 'float', shape, data as Float32Array, true),
    ]),
  );
}

function normalizationNodes(
  graph: GraphBuilder,
  z: Value,
  { kind }: NormalizationWeights,
  tensor: (name: string) => Value,
): Value {
  const [gamma, beta] = [tensor('norm.weight'), tensor('norm.bias')];
  if (kind === 'batch') {
    const running = [tensor('norm.running_mean'), tensor('norm.running_var')];
    const attributes = { epsilon: { float: normalizationEpsilon } };
    return graph.node('BatchNormalization', [z, gamma, beta, ...running], { attributes });
  }
  // LayerNormalization itself came with opset 17.
  const centred = graph.node('Sub', [z, mean(graph, z)]);
  const variance = mean(graph, graph.node('Mul', [centred, centred]));
  const epsilon = graph.constant('epsilon', 'float', [1], [normalizationEpsilon]);
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, epsilon])]);
  const normalized = graph.node('Div', [centred, deviation]);
  return graph.node('Add', [graph.node('Mul', [normalized, gamma]), beta]);
}

/** Of each row. */
function mean(graph: GraphBuilder, x: Value): Value {
  return graph.node('ReduceMean', [x], { shape: ['N', 1], attributes: { axes: { ints: [1] }, keepdims: 1 } });
}
