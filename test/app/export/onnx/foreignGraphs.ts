// Graphs as other programs write them: PyTorch, Keras by tf2onnx, scikit-learn by sklearn-onnx; and some that are no stacks of dense layers.
import { modelMessage, type TensorProto } from '../../../../app/export/onnx/proto/messages.ts';
import { encodeMessage } from '../../../../app/export/onnx/proto/wire.ts';
import { GraphBuilder, type Value } from '../../../../app/export/onnx/write/graphBuilder.ts';

interface Foreign {
  name: string;
  bytes: Uint8Array;
  width: number;
  columns: string[];
  outputs: string[];
}

class Foreigner extends GraphBuilder {
  #constants = 0;

  constructor() {
    super([]);
  }

  /** Numbers between -1 and 1 that look like weights. */
  weights(...shape: number[]): Value {
    const size = shape.reduce((product, length) => product * length, 1);
    const from = 100 * ++this.#constants;
    const data = Array.from({ length: size }, (_, i) => Math.cos(from + i * i) * 0.9);
    return this.constant(`w${this.#constants}`, 'float', shape, data);
  }

  numbers(...data: number[]): Value {
    return this.constant('numbers', 'float', data.length === 1 ? [] : [data.length], data);
  }

  matMul(x: Value, inputs: number, outputs: number): Value {
    const product = this.node('MatMul', [x, this.weights(inputs, outputs)], { shape: ['N', outputs] });
    return this.node('Add', [product, this.weights(outputs)]);
  }

  gemm(x: Value, inputs: number, outputs: number): Value {
    return this.node('Gemm', [x, this.weights(outputs, inputs), this.weights(outputs)], {
      shape: ['N', outputs],
      attributes: { transB: 1 },
    });
  }
}

type Build = (graph: Foreigner, x: Value) => Value;

function bytesOf(
  build: Build,
  width: number,
  inputName = 'x',
  outputName = 'out',
  change = (tensors: TensorProto[]) => tensors,
) {
  const graph = new Foreigner();
  graph.output(outputName, build(graph, graph.input(inputName, 'float', ['N', width], '')), '');
  const whole = graph.graph('main', '');
  const opsetImport = [
    { domain: '', version: 13 },
    { domain: 'ai.onnx.ml', version: 1 },
  ];
  const bytes = encodeMessage(modelMessage, {
    ...{ irVersion: 7, producerName: 'other', opsetImport, metadataProps: [] },
    graph: { ...whole, initializer: change(whole.initializer) },
  });
  return bytes;
}

const numbered = (name: string, width: number) => Array.from({ length: width }, (_, k) => `${name} ${k + 1}`);

function foreign(name: string, build: Build, width: number, outputs: string[]): Foreign {
  return { name, bytes: bytesOf(build, width), width, columns: numbered('x', width), outputs };
}

const half = (graph: Foreigner, x: Value, share: Value) =>
  graph.node('Mul', [
    graph.node('Mul', [x, graph.node('Add', [share, graph.numbers(1)])]),
    graph.numbers(0.5),
  ]);

/** PyTorch's gelu: x (erf(x / sqrt(2)) + 1) / 2. */
const gelu: Build = (graph, x) =>
  half(graph, x, graph.node('Erf', [graph.node('Div', [x, graph.numbers(1.4142135381698608)])]));

/** PyTorch's gelu with tanh, whose cube is a power. */
const geluTanh: Build = (graph, x) => {
  const cube = graph.node('Pow', [x, graph.numbers(3)]);
  const inner = graph.node('Add', [x, graph.node('Mul', [cube, graph.numbers(0.044715)])]);
  return half(graph, x, graph.node('Tanh', [graph.node('Mul', [inner, graph.numbers(0.79788456)])]));
};

const silu: Build = (graph, x) => graph.node('Mul', [x, graph.node('Sigmoid', [x])]);

const batch: Build = (graph, x) => {
  const width = Number(x.shape[1]);
  const positive = graph.constant(
    'variance',
    'float',
    [width],
    Array.from({ length: width }, (_, k) => 0.5 + k),
  );
  return graph.node(
    'BatchNormalization',
    [x, graph.weights(width), graph.weights(width), graph.weights(width), positive],
    {
      attributes: { epsilon: { float: 1e-3 } },
    },
  );
};

export const foreignGraphs: Foreign[] = [
  foreign('Gemm, relu, Gemm', (g, x) => g.gemm(g.node('Relu', [g.gemm(x, 3, 5)]), 5, 2), 3, [
    'out 1',
    'out 2',
  ]),
  foreign(
    'MatMul, bias, gelu, softmax',
    (g, x) => g.node('Softmax', [g.matMul(gelu(g, g.matMul(x, 3, 4)), 4, 3)]),
    3,
    ['0', '1', '2'],
  ),
  foreign(
    'one sigmoid at the end',
    (g, x) => g.node('Sigmoid', [g.gemm(g.node('Tanh', [g.gemm(x, 2, 1)]), 1, 1)]),
    2,
    ['0', '1'],
  ),
  foreign(
    'batch normalisation before and behind activations',
    (g, x) => g.gemm(batch(g, silu(g, batch(g, g.matMul(x, 3, 4)))), 4, 1),
    3,
    ['out'],
  ),
  foreign(
    'inputs that are scaled first',
    (g, x) => g.gemm(g.node('Div', [g.node('Sub', [x, g.numbers(1, 2, 3)]), g.numbers(4)]), 3, 1),
    3,
    ['out'],
  ),
  foreign(
    'an activation at the end',
    (g, x) => g.node('Softplus', [g.gemm(geluTanh(g, g.gemm(x, 2, 3)), 3, 2)]),
    2,
    ['out 1', 'out 2'],
  ),
  foreign(
    'a target that is scaled back',
    (g, x) => g.node('Add', [g.node('Mul', [g.gemm(x, 2, 2), g.numbers(10, 20)]), g.numbers(5)]),
    2,
    ['out 1', 'out 2'],
  ),
  foreign(
    'the probabilities 1 - p and p',
    (g, x) => {
      const p = g.node('Sigmoid', [g.matMul(g.node('Relu', [g.matMul(x, 2, 3)]), 3, 1)]);
      const attributes = { axis: 1 };
      return g.node('Concat', [g.node('Sub', [g.numbers(1), p]), p], { shape: ['N', 2], attributes });
    },
    2,
    ['0', '1'],
  ),
  {
    name: 'a scaler of scikit-learn',
    bytes: bytesOf(
      (g, x) => {
        const attributes = { offset: { floats: [1, -1] }, scale: { floats: [0.5, 2] } };
        const scaled = g.node('Scaler', [x], { domain: 'ai.onnx.ml', attributes });
        return g.node('Softmax', [g.matMul(g.node('Tanh', [g.matMul(scaled, 2, 4)]), 4, 3)]);
      },
      2,
      '값',
    ),
    width: 2,
    columns: ['값 1', '값 2'],
    outputs: ['0', '1', '2'],
  },
];

const dense: Build = (graph, x) => graph.gemm(x, 2, 2);

/** Products of products: 2^70 of them, if they were computed one by one. */
const chain: Build = (graph, x) => {
  let value = graph.gemm(x, 2, 2);
  for (let n = 0; n < 70; n++) value = graph.node('Mul', [value, value]);
  return graph.gemm(value, 2, 1);
};

/** A classifier of scikit-learn: the chosen name, and a map from each name to its probability. */
export const withClassNames = bytesOf(
  (graph, x) => {
    const p = graph.node('Softmax', [graph.matMul(x, 2, 3)]);
    const chosen = graph.node('ArgMax', [p], { type: 'int64', attributes: { axis: 1 } });
    const names = graph.constant('classes', 'string', [3], ['붉은', 'green', 'a "b"']);
    const label = graph.node('ArrayFeatureExtractor', [names, chosen], {
      domain: 'ai.onnx.ml',
      type: 'string',
    });
    graph.output('output_label', label, '');
    return graph.node('ZipMap', [p], { domain: 'ai.onnx.ml', attributes: {} });
  },
  2,
  'X',
  'output_probability',
);

export const refusedGraphs: { name: string; bytes: Uint8Array; reason: string }[] = [
  {
    name: 'an operator is none of a dense network',
    bytes: bytesOf((g, x) => g.gemm(g.node('Conv', [x], { name: 'first' }), 2, 1), 2),
    reason: 'the operator Conv of its node "first" is none of a network of dense layers',
  },
  {
    name: 'an activation is one that Chainrule lacks',
    bytes: bytesOf(
      (g, x) => g.gemm(g.node('LeakyRelu', [dense(g, x)], { attributes: { alpha: { float: 0.2 } } }), 2, 1),
      2,
    ),
    reason: 'the operator Gemm of its node "gemm_2" follows an activation that Chainrule does not have',
  },
  {
    name: 'a branch is joined',
    bytes: bytesOf((g, x) => {
      const first = dense(g, x);
      return g.node('Add', [first, g.gemm(g.node('Relu', [first]), 2, 2)], { name: 'join' });
    }, 2),
    reason: 'the operator Add of its node "join" joins two branches',
  },
  {
    name: 'a formula is too long',
    bytes: bytesOf(chain, 2),
    reason: 'the operator Mul of its node "mul_6" belongs to a formula of more than 60 operators',
  },
  {
    name: 'there is no layer',
    bytes: bytesOf((g, x) => g.node('Tanh', [x]), 2),
    reason: 'computes a function of the inputs before the first layer',
  },
  {
    name: 'weights are in another file',
    bytes: bytesOf(dense, 2, 'x', 'out', ([first, ...rest]) => [
      { ...first!, dataLocation: 1, externalData: [new TextEncoder().encode('location')] },
      ...rest,
    ]),
    reason: 'the tensor "w1" is kept in another file, which is not read; save the model as one file',
  },
  {
    name: 'a tensor says that it is larger than the file',
    bytes: bytesOf(dense, 2, 'x', 'out', ([first, ...rest]) => [
      { ...first!, dims: [2 ** 40, 2 ** 40] },
      ...rest,
    ]),
    reason: 'the tensor "w1" has 4 values; its shape is [1099511627776, 1099511627776]',
  },
];
