// The activations as operators of opset 13, in float. Formulas and constants are those of app/contract/spec/layers.ts; gelu is exact.
import type { Activation } from '../../../contract/spec/layers.ts';
import type { GraphBuilder, Value } from './graphBuilder.ts';

/** `x`, of any shape, after the activation. */
export function activationNodes(graph: GraphBuilder, activation: Activation, x: Value): Value {
  return nodes[activation](graph, x);
}

type Nodes = (graph: GraphBuilder, x: Value) => Value;

const operator =
  (name: string, attributes: Record<string, { float: number }> = {}): Nodes =>
  (graph, x) =>
    graph.node(name, [x], { attributes });

const nodes: Record<Activation, Nodes> = {
  linear: (_, x) => x,
  sigmoid: operator('Sigmoid'),
  tanh: operator('Tanh'),
  relu: operator('Relu'),
  leakyRelu: operator('LeakyRelu', { alpha: { float: 0.01 } }),
  elu: operator('Elu', { alpha: { float: 1 } }),
  selu: operator('Selu', { alpha: { float: 1.6732632423543772 }, gamma: { float: 1.0507009873554805 } }),
  softplus: operator('Softplus'),
  softsign: operator('Softsign'),
  silu: (graph, x) => graph.node('Mul', [x, graph.node('Sigmoid', [x])]),
  step(graph, x) {
    const above = graph.node('Greater', [x, number(graph, 0)], { type: 'bool' });
    return graph.node('Cast', [above], { type: 'float', attributes: { to: 1 } });
  },
  gelu(graph, x) {
    const erf = graph.node('Erf', [graph.node('Mul', [x, number(graph, Math.SQRT1_2)])]);
    return half(graph, x, erf);
  },
  geluTanh(graph, x) {
    const square = graph.node('Mul', [x, x]);
    const cubic = graph.node('Mul', [square, number(graph, 0.044715)]);
    const factor = graph.node('Add', [cubic, number(graph, 1)]);
    const inner = graph.node('Mul', [graph.node('Mul', [x, number(graph, Math.sqrt(2 / Math.PI))]), factor]);
    return half(graph, x, graph.node('Tanh', [inner]));
  },
};

/** x (1 + y) / 2. */
function half(graph: GraphBuilder, x: Value, y: Value): Value {
  const share = graph.node('Mul', [graph.node('Add', [y, number(graph, 1)]), number(graph, 0.5)]);
  return graph.node('Mul', [x, share]);
}

const number = (graph: GraphBuilder, x: number) => graph.constant('number', 'float', [1], [x]);
