// Raw values -> the network's inputs `[N, inputs]`, in float: docs/model-format.md, "preparation". Numbers are computed in double, all
// columns at once. A category is looked up (LabelEncoder); what it is compared with makes it one-hot.
import { float32Max } from '../../../contract/limits.ts';
import {
  type InputPreparation,
  inputCount,
  type Preparation,
  type Scaled,
  type ScaledInput,
  scalesOf,
} from '../../../contract/model.ts';
import { rawInputsOfColumn } from '../../portable/rawInputs.ts';
import { elementTypes } from '../proto/messages.ts';
import type { GraphBuilder, Value } from './graphBuilder.ts';
import { numberType } from './rawNumbers.ts';

/** One number before scaling, `[N, 1]`, and which of the network's inputs it becomes. */
interface NumberInput {
  value: Value;
  scaled: Scaled;
  at: number;
}

interface Collected {
  numbers: NumberInput[];
  /** Of `numbers`, those of which one that is missing makes the input `at` 1. */
  indicators: { of: NumberInput[]; at: number }[];
  /** `[N, width]`, from the input `at`. */
  oneHots: { value: Value; at: number; width: number }[];
}

/** Makes the graph's inputs, one for each raw value, and puts out `[N, inputs]`. */
export function inputNodes(graph: GraphBuilder, preparation: Preparation): Value {
  const collected: Collected = { numbers: [], indicators: [], oneHots: [] };
  const raws = preparation.inputs.map((input) => ({ input, values: rawValues(graph, input) }));
  let at = 0;
  for (const { input, values } of raws) {
    collect(graph, input, values, at, collected);
    at += inputCount(input);
  }
  return inOrder(graph, collected, at);
}

/** The graph's inputs for one column. */
function rawValues(graph: GraphBuilder, input: InputPreparation): Value[] {
  return rawInputsOfColumn(input).map((raw, i) => {
    if (raw.kind === 'category')
      return graph.input(raw.name, 'string', ['N', 1], 'A category, trimmed; missing is the empty text.');
    const scales = scalesOf(input as ScaledInput);
    const unit = input.kind === 'numeric' ? input.unit : undefined;
    const doc = `A number${unit === undefined ? '' : ` in ${unit.text}`}; missing is NaN.`;
    const type = numberType(input.kind === 'date' ? [scales[i]!] : scales);
    return graph.input(raw.name, type, ['N', 1], doc);
  });
}

function collect(
  graph: GraphBuilder,
  input: InputPreparation,
  values: Value[],
  at: number,
  { numbers, indicators, oneHots }: Collected,
): void {
  if (input.kind === 'oneHot') {
    const value = oneHot(graph, values[0]!, input);
    oneHots.push({ value, at, width: inputCount(input) });
    return;
  }
  const read = input.kind === 'ordinal' ? [index(graph, values[0]!, input.levels)] : values;
  const of = scalesOf(input).map((scaled, i) => ({ value: read[i] ?? read[0]!, scaled, at: at + i }));
  numbers.push(...of);
  if (input.indicator) indicators.push({ of: of.slice(0, values.length), at: at + of.length });
}

/** The index of a level; NaN, which is missing, for any other text. */
function index(graph: GraphBuilder, text: Value, levels: string[]): Value {
  return graph.node('LabelEncoder', [text], {
    type: 'float',
    domain: 'ai.onnx.ml',
    attributes: {
      keys_strings: { strings: levels },
      values_floats: { floats: levels.map((_, i) => i) },
      default_float: { float: Number.NaN },
    },
  });
}

/** A text that is no level gets the index behind the last: that of `others`, where there is such an input. */
function oneHot(
  graph: GraphBuilder,
  text: Value,
  input: Extract<InputPreparation, { kind: 'oneHot' }>,
): Value {
  const { levels } = input;
  const width = inputCount(input);
  // An encoder needs a key; without levels, '' too gets the index 0, which is the one behind the last.
  const keys = levels.length === 0 ? [''] : levels;
  const found = graph.node('LabelEncoder', [text], {
    type: 'int64',
    domain: 'ai.onnx.ml',
    attributes: {
      keys_strings: { strings: keys },
      values_int64s: { ints: keys.map((_, i) => i) },
      default_int64: levels.length,
    },
  });
  const indices = graph.constant(
    'indices',
    'int64',
    [width],
    Array.from({ length: width }, (_, i) => i),
  );
  const same = graph.node('Equal', [found, indices], { type: 'bool', shape: ['N', width] });
  return graph.node('Cast', [same], castTo('float'));
}

const castTo = (type: 'float' | 'double') => ({ type, attributes: { to: elementTypes[type] } });

function inOrder(graph: GraphBuilder, { numbers, indicators, oneHots }: Collected, inputs: number): Value {
  const parts: Value[] = [];
  const order: number[] = [];
  const add = (value: Value, ats: number[]) => {
    parts.push(value);
    order.push(...ats);
  };
  if (numbers.length > 0) {
    // Floats before doubles: each kind is joined before it is cast.
    const sorted = [...numbers].sort(
      (a, b) => Number(a.value.type === 'double') - Number(b.value.type === 'double'),
    );
    const { scaled, missing } = scaledNumbers(graph, sorted, indicators.length > 0);
    add(
      scaled,
      sorted.map(({ at }) => at),
    );
    for (const { of, at } of indicators)
      add(
        indicator(
          graph,
          missing!,
          of.map((one) => sorted.indexOf(one)),
        ),
        [at],
      );
  }
  for (const { value, at, width } of oneHots)
    add(
      value,
      Array.from({ length: width }, (_, i) => at + i),
    );
  return gathered(graph, joined(graph, parts), order, inputs);
}

function scaledNumbers(
  graph: GraphBuilder,
  numbers: NumberInput[],
  indicated: boolean,
): { scaled: Value; missing: Value | null } {
  const all = (name: string, of: (scaled: Scaled) => number) =>
    graph.constant(
      name,
      'double',
      [numbers.length],
      numbers.map(({ scaled }) => of(scaled)),
    );
  const raw = joinedNumbers(
    graph,
    numbers.map(({ value }) => value),
  );
  const limit = graph.constant('largest_number', 'double', [1], [float32Max]);
  // False for NaN, too.
  const present = graph.node('LessOrEqual', [graph.node('Abs', [raw]), limit], {
    type: 'bool',
    name: 'present',
  });
  let x = graph.node('Where', [present, raw, all('replacements', ({ median }) => median)], {
    type: 'double',
    name: 'imputed',
  });
  if (numbers.some(({ scaled }) => scaled.log)) x = withLogarithms(graph, x, numbers);
  x = graph.node('Sub', [x, all('means', ({ mean }) => mean)]);
  x = graph.node('Div', [x, all('scales', ({ scale }) => scale)]);
  x = graph.node('Max', [x, all('lower_limits', ({ clip }) => -(clip ?? float32Max))]);
  x = graph.node('Min', [x, all('upper_limits', ({ clip }) => clip ?? float32Max)]);
  const missing = indicated
    ? graph.node('Cast', [graph.node('Not', [present], { name: 'absent' })], {
        ...castTo('float'),
        name: 'missing',
      })
    : null;
  return { scaled: graph.node('Cast', [x], { ...castTo('float'), name: 'scaled' }), missing };
}

/** sign(x) log(1 + |x|) where a number says so. */
function withLogarithms(graph: GraphBuilder, x: Value, numbers: NumberInput[]): Value {
  const one = graph.constant('one', 'double', [1], [1]);
  const size = graph.node('Log', [graph.node('Add', [graph.node('Abs', [x]), one])]);
  const signed = graph.node('Mul', [graph.node('Sign', [x]), size]);
  const logged = numbers.map(({ scaled }) => (scaled.log ? 1 : 0));
  const which = graph.constant('logarithmic', 'bool', [numbers.length], logged);
  return graph.node('Where', [which, signed, x], { type: 'double', shape: x.shape, name: 'logarithms' });
}

/** `[N, numbers]` in double. */
function joinedNumbers(graph: GraphBuilder, values: Value[]): Value {
  const floats = values.filter(({ type }) => type === 'float');
  const doubles = values.filter(({ type }) => type === 'double');
  const cast = floats.length === 0 ? [] : [graph.node('Cast', [joined(graph, floats)], castTo('double'))];
  return joined(graph, [...cast, ...(doubles.length === 0 ? [] : [joined(graph, doubles)])]);
}

/** 1 where one of the numbers is missing. */
function indicator(graph: GraphBuilder, missing: Value, columns: number[]): Value {
  const one = gather(graph, missing, columns);
  if (columns.length === 1) return one;
  return graph.node('ReduceMax', [one], {
    shape: ['N', 1],
    attributes: { axes: { ints: [1] }, keepdims: 1 },
  });
}

function joined(graph: GraphBuilder, values: Value[]): Value {
  if (values.length === 1) return values[0]!;
  const width = values.reduce((sum, { shape }) => sum + Number(shape[1]), 0);
  return graph.node('Concat', values, { shape: ['N', width], attributes: { axis: 1 } });
}

/** @param order which input each column of `value` is. */
function gathered(graph: GraphBuilder, value: Value, order: number[], inputs: number): Value {
  const columns = new Array<number>(inputs);
  for (const [column, at] of order.entries()) columns[at] = column;
  if (columns.every((column, at) => column === at)) return value;
  return gather(graph, value, columns);
}

function gather(graph: GraphBuilder, value: Value, columns: number[]): Value {
  const indices = graph.constant('columns', 'int64', [columns.length], columns);
  return graph.node('Gather', [value, indices], { shape: ['N', columns.length], attributes: { axis: 1 } });
}
