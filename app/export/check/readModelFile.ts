// The bytes of a model file, in either form, -> what docs/model-format.md says they mean, for the check by golden rows. It knows nothing of
// what wrote them, and trusts them as little: whatever does not fit throws an Error. Strict reading for use is in ../safetensors.ts.
import type { ReferenceLayer, ReferenceModel, ReferenceValue } from './reference.ts';
import { type NamedNumbers, tensorModel } from './tensorModel.ts';

export interface CheckedFile {
  model: ReferenceModel;
  /** null where the file has none. */
  golden: { values: ReferenceValue[][]; predictions: number[][] } | null;
}

export function readModelFile(bytes: Uint8Array): CheckedFile {
  return bytes[8] === openingBrace ? readSafetensorsForm(bytes) : readJsonForm(bytes);
}

/** Behind the eight bytes of the header's length. */
const openingBrace = 0x7b;
const text = new TextDecoder();

function readSafetensorsForm(bytes: Uint8Array): CheckedFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true));
  const { __metadata__: metadata, ...entries } = JSON.parse(text.decode(bytes.subarray(8, start)));
  const tensors = Object.entries(entries).map(([name, entry]): NamedNumbers => {
    const { shape, data_offsets } = entry as { shape: number[]; data_offsets: [number, number] };
    const [begin, end] = data_offsets;
    // A copy: the numbers need not begin at a multiple of 4.
    const data = new Float32Array(new Uint8Array(bytes.subarray(start + begin, start + end)).buffer);
    return { name, shape, data };
  });
  return {
    model: tensorModel(tensors, metadata),
    golden: metadata.goldenRows === undefined ? null : JSON.parse(metadata.goldenRows),
  };
}

interface JsonLayer {
  activation: string;
  weight: number[][];
  bias: number[];
  norm?: { weight: number[]; bias: number[]; running_mean?: number[]; running_var?: number[] };
}

function readJsonForm(bytes: Uint8Array): CheckedFile {
  const { preparation, calibration, threshold, goldenRows, layers, members } = JSON.parse(
    text.decode(bytes),
  ) as Omit<ReferenceModel, 'networks'> & {
    goldenRows?: NonNullable<CheckedFile['golden']>;
    layers?: JsonLayer[];
    members?: { layers: JsonLayer[] }[];
  };
  const networks = members?.map((member) => member.layers) ?? [layers ?? []];
  return {
    model: {
      ...{ preparation, calibration, threshold },
      networks: networks.map((network) => network.map(jsonLayer)),
    },
    golden: goldenRows ?? null,
  };
}

/** What is said of the last layer is what its outputs go through, which the target says, too. */
function jsonLayer(
  { weight, bias, norm, activation }: JsonLayer,
  i: number,
  all: JsonLayer[],
): ReferenceLayer {
  const float32 = (numbers: number[]) => Float32Array.from(numbers);
  const { running_mean: mean, running_var: variance } = norm ?? {};
  const running =
    mean !== undefined && variance !== undefined
      ? { mean: float32(mean), variance: float32(variance) }
      : undefined;
  return {
    weight: weight.map(float32),
    bias: float32(bias),
    norm: norm && { weight: float32(norm.weight), bias: float32(norm.bias), running },
    activation: i === all.length - 1 ? 'linear' : activation,
  };
}
