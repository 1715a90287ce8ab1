// ONNX Runtime on files in memory, fed by raw values.
import { InferenceSession, Tensor } from 'onnxruntime-node';

export interface Answer {
  /** `prediction` or `probabilities`. */
  predictions: number[][];
  labels: string[] | null;
}

/** @param values one for each input, or all numbers of the only input, for each row. */
export async function runOnnx(
  bytes: Uint8Array,
  values: readonly (readonly (number | string)[])[],
): Promise<Answer> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  try {
    const single = session.inputNames.length === 1;
    const column = (i: number) => (single ? values.flat() : values.map((row) => row[i]!));
    const feeds = session.inputMetadata.map(({ name, ...of }, i) => {
      const { type } = of as { type: string };
      return [name, tensorOf(type, column(i), values.length)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    const [last] = session.outputNames.slice(-1);
    const { data, dims } = results[last!]!;
    const width = Number(dims[1]);
    const numbers = Array.from(data as Float32Array);
    const predictions = values.map((_, i) => numbers.slice(i * width, (i + 1) * width));
    const [first] = session.outputNames;
    return { predictions, labels: first === last ? null : (results[first!]!.data as string[]) };
  } finally {
    await session.release();
  }
}

function tensorOf(type: string, column: (number | string)[], rows: number): Tensor {
  const dims = [rows, column.length / rows];
  if (type === 'string') return new Tensor('string', column as string[], dims);
  if (type === 'float64') return new Tensor('float64', Float64Array.from(column as number[]), dims);
  return new Tensor('float32', Float32Array.from(column as number[]), dims);
}
