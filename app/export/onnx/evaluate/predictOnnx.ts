// The predictions that an ONNX file of ours makes of rows of raw values, from its bytes alone: a small evaluator of the operators that such
// files have, which knows nothing of the writer. It checks a written file where ONNX Runtime is not at hand.

import { type GoldenRows, goldenRowsSchema } from '../../../contract/run/goldenRows.ts';
import { referenceInputs } from '../../check/reference.ts';
import { withIntervals } from '../../check/referenceIntervals.ts';
import { meaningOf } from '../../check/tensorModel.ts';
import type { Answers, RawRows } from '../../format.ts';
import { attributesOf } from '../proto/attributes.ts';
import {
  type ElementType,
  elementTypes,
  type GraphProto,
  modelMessage,
  type ValueInfoProto,
} from '../proto/messages.ts';
import { type Tensor, tensorData } from '../proto/tensorData.ts';
import { decodeMessage } from '../proto/wire.ts';
import { elementwise } from './elementwise.ts';
import { matrixOperators } from './matrixOperators.ts';

const operators = { ...elementwise, ...matrixOperators };

/** @param rows for each row one value for each of the graph's inputs, or all numbers of its only input `[N, inputs]`.
 *  @returns `prediction` or `probabilities` of each row, and the intervals that follow from the metadata. Throws Error. */
export function predictOnnx(bytes: Uint8Array, rows: RawRows): Answers {
  const { graph, metadataProps } = decodeMessage(modelMessage, bytes);
  if (graph === undefined) throw new Error('The file has no graph.');
  const values = evaluate(graph, inputsOf(graph, rows));
  // Its only output, or the second one: the probabilities behind the label.
  const { data, shape } = values.get(graph.output.at(-1)!.name!)!;
  const width = shape[1]!;
  const outputs = rows.map((_, i) => Array.from((data as Float64Array).subarray(i * width, (i + 1) * width)));
  return withIntervals(meaningOf(textsOf(metadataProps)), outputs);
}

/** Whether the graph begins behind the preparation: its only input is then `inputs`, and no column has that name. */
export function isNetworkOnly(bytes: Uint8Array): boolean {
  try {
    const names = decodeMessage(modelMessage, bytes).graph?.input.map(({ name }) => name) ?? [];
    const [column, ...others] = meaningOf(metadataOf(bytes)).preparation.inputs as { column?: string }[];
    return names.join() === 'inputs' && (others.length > 0 || column?.column !== 'inputs');
  } catch {
    return false;
  }
}

/** null where the file has none. */
export function onnxGoldenRows(bytes: Uint8Array): GoldenRows | null {
  const { goldenRows } = metadataOf(bytes);
  return goldenRows === undefined ? null : goldenRowsSchema.parse(JSON.parse(goldenRows));
}

function metadataOf(bytes: Uint8Array): Record<string, string> {
  return textsOf(decodeMessage(modelMessage, bytes).metadataProps);
}

function textsOf(props: readonly { key?: string; value?: string }[]): Record<string, string> {
  return Object.fromEntries(props.map(({ key, value }) => [key ?? '', value ?? '']));
}

/** The same of a file that has the network only, whose inputs are prepared as its metadata says. */
export function predictOnnxNetwork(bytes: Uint8Array, rows: RawRows): Answers {
  const { preparation } = meaningOf(metadataOf(bytes));
  return predictOnnx(
    bytes,
    rows.map((row) => referenceInputs(preparation.inputs, row)),
  );
}

function inputsOf({ input }: GraphProto, rows: RawRows): [string, Tensor][] {
  let at = 0;
  return input.map((info) => {
    const width = info.type!.tensorType!.shape!.dim[1]!.dimValue!;
    const from = at;
    at += width;
    const content = rows.flatMap((row) => row.slice(from, from + width));
    return [info.name!, inputTensor(info, content, [rows.length, width])];
  });
}

function inputTensor(info: ValueInfoProto, content: (number | string)[], shape: number[]): Tensor {
  const elemType = info.type!.tensorType!.elemType!;
  const type = (Object.keys(elementTypes) as ElementType[]).find((name) => elementTypes[name] === elemType)!;
  if (type === 'string') return { type, shape, data: content as string[] };
  const data = Float64Array.from(content as number[]);
  return { type, shape, data: type === 'float' ? data.map(Math.fround) : data };
}

function evaluate({ node, initializer }: GraphProto, inputs: [string, Tensor][]): Map<string, Tensor> {
  const values = new Map(inputs);
  for (const proto of initializer) values.set(proto.name!, tensorData(proto));
  for (const one of node) {
    const operator = operators[one.opType ?? ''];
    if (operator === undefined) throw new Error(`The operator ${one.opType} is not known.`);
    const read = one.input.map((name) => values.get(name));
    if (read.includes(undefined)) throw new Error(`The node ${one.name} reads a value that is not there.`);
    values.set(one.output[0]!, operator(read as Tensor[], attributesOf(one)));
  }
  return values;
}
