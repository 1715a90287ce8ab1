// What the networks put out -> what a person reads: `prediction` in the targets' units, or `probabilities` and `label`. Computed in double,
// as the app does it; an ensemble's members are averaged at the end.
import type { PortableOutput } from '../../portable/portableModel.ts';
import { elementTypes } from '../proto/messages.ts';
import type { GraphBuilder, Value } from './graphBuilder.ts';

/** @param networks outputs of each network, `[N, outputs]` in float. */
export function outputNodes(graph: GraphBuilder, output: PortableOutput, networks: readonly Value[]): void {
  const doubles = networks.map((network) => graph.node('Cast', [network], to('double')));
  if (output.kind === 'numbers') {
    const prediction = average(
      graph,
      doubles.map((x) => inUnits(graph, output, x)),
    );
    const doc = `In its own units: ${output.targets.map(({ name }) => name).join(', ')}.`;
    graph.output('prediction', graph.node('Cast', [prediction], to('float')), doc);
    return;
  }
  const { classes } = output;
  const probabilities = average(
    graph,
    doubles.map((x) => shares(graph, output, x)),
  );
  graph.output('label', labels(graph, output, probabilities), 'The predicted class.');
  const doc = `Of each class, in this order: ${classes.join(', ')}.`;
  graph.output('probabilities', graph.node('Cast', [probabilities], to('float')), doc);
}

const to = (type: 'float' | 'double' | 'int64') => ({ type, attributes: { to: elementTypes[type] } });

function inUnits(
  graph: GraphBuilder,
  { targets, exponential }: Extract<PortableOutput, { kind: 'numbers' }>,
  x: Value,
): Value {
  const of = (name: 'mean' | 'scale') =>
    graph.constant(
      `target_${name}s`,
      'double',
      [targets.length],
      targets.map((target) => target[name]),
    );
  const scaled = exponential ? graph.node('Exp', [x]) : x;
  return graph.node('Add', [graph.node('Mul', [scaled, of('scale')]), of('mean')]);
}

/** Probabilities `[N, classes]`. Of two classes, each from the logit: 1 - p would lose the digits of a small probability. */
function shares(graph: GraphBuilder, output: Exclude<PortableOutput, { kind: 'numbers' }>, x: Value): Value {
  if (output.kind === 'multiclass') return graph.node('Softmax', [x], { attributes: { axis: 1 } });
  const [first, second] = [graph.node('Neg', [x]), x].map((logit) => graph.node('Sigmoid', [logit]));
  return graph.node('Concat', [first!, second!], { shape: ['N', 2], attributes: { axis: 1 } });
}

function average(graph: GraphBuilder, members: readonly Value[]): Value {
  if (members.length === 1) return members[0]!;
  const count = graph.constant('members', 'double', [1], [members.length]);
  return graph.node('Div', [graph.node('Sum', members), count], { name: 'mean' });
}

function labels(
  graph: GraphBuilder,
  output: Exclude<PortableOutput, { kind: 'numbers' }>,
  probabilities: Value,
): Value {
  const names = graph.constant('classes', 'string', [output.classes.length], output.classes);
  const chosen =
    output.kind === 'multiclass'
      ? graph.node('ArgMax', [probabilities], {
          type: 'int64',
          shape: ['N'],
          attributes: { axis: 1, keepdims: 0 },
        })
      : aboveThreshold(graph, probabilities, output.threshold);
  return graph.node('Gather', [names, chosen], { shape: ['N'], attributes: { axis: 0 } });
}

/** 1 where the second class is predicted, else 0: `[N]`. */
function aboveThreshold(graph: GraphBuilder, probabilities: Value, threshold: number): Value {
  const second = graph.constant('second_class', 'int64', [], [1]);
  const p = graph.node('Gather', [probabilities, second], { shape: ['N'], attributes: { axis: 1 } });
  const limit = graph.constant('threshold', 'double', [1], [threshold]);
  const above = graph.node('Greater', [p, limit], { type: 'bool' });
  return graph.node('Cast', [above], to('int64'));
}
