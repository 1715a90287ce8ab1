// Why a format cannot hold a model.
import { AppError } from '../../contract/issues/errors.ts';
import type { PortableModel } from './portableModel.ts';

export function parametersOf({ networks }: PortableModel): number {
  const counted = networks.flat().map((layer) => layer.weight.length + layer.bias.length);
  return counted.reduce((sum, count) => sum + count, 0);
}

/** Throws AppError export_unsuited. @param why as a clause: "since ...". */
export function refuseManyParameters(model: PortableModel, format: string, limit: number, why: string): void {
  const found = parametersOf(model);
  if (found <= limit) return;
  throw new AppError(
    'export_unsuited',
    `${format} holds at most ${limit} parameters, ${why}; the model has ${found}. Export it as safetensors or ONNX.`,
    { format, why: 'parameters', found, limit },
  );
}

/** The widest of the inputs, the layers, the outputs and what else the format puts side by side. Throws AppError export_unsuited. */
export function refuseWide(
  model: PortableModel,
  format: string,
  limit: number,
  why: string,
  beside = 0,
): void {
  const widths = model.networks.flat().flatMap(({ inputs, outputs }) => [inputs, outputs]);
  const found = Math.max(...widths, model.names.length, model.rawInputs.length, beside);
  if (found <= limit) return;
  throw new AppError(
    'export_unsuited',
    `${format} holds layers, inputs and outputs of at most ${limit} numbers, ${why}; the widest of the model has ${found}. Export it as safetensors or ONNX.`,
    { format, why: 'width', found, limit },
  );
}
