// How fast the engine's matrix products are, for `chainrule bench gemm` alone: nothing that trains or predicts uses it.
import type { Isa } from './engine.ts';

/** The three matrix products of a dense layer: rows x inputs by inputs x outputs, and the two for its gradients. */
export const layerProducts = ['forward', 'weightGradient', 'dataGradient'] as const;
export type LayerProduct = (typeof layerProducts)[number];

export interface ProductShape {
  product: LayerProduct;
  rows: number;
  inputs: number;
  outputs: number;
}

export interface ProductClock {
  isa: Isa;
  /** Seconds of one product, `samples` times; each is the mean over some milliseconds. Throws AppError out_of_memory. */
  timeProduct(shape: ProductShape, threads: number, samples: number): Promise<Float64Array>;
  /** Operations per second (a fused multiply-add is two) that the CPU does in registers, `samples` times. */
  timePeak(threads: number, samples: number): Promise<Float64Array>;
}
