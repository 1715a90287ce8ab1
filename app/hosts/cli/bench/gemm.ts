// `chainrule bench gemm`: the engine's matrix products beside the peak of this CPU, measured in the same minute. The shapes are those of
// dense layers: the forward pass of a batch, and the two gradients of the backward pass. The peak of several threads is that of one
// times their number, even where two threads share a core.
import { AppError } from '../../../contract/issues/errors.ts';
import { loadProductClock } from '../../../engine/load.ts';
import { layerProducts, type ProductClock, type ProductShape } from '../../../engine/productTiming.ts';
import { table } from '../output/figures.ts';
import { Output } from '../output/output.ts';
import { ScreenLine } from '../output/screenLine.ts';
import { machineSentence, thisMachine } from './machine.ts';
import { percent, spreadOf } from './spread.ts';

export interface BenchGemmOptions {
  threads: number[];
  repetitions: number;
  rows?: number;
  inputs?: number;
  outputs?: number;
  json?: boolean;
}

/** Rates in 10^9 operations a second. */
interface Rate {
  median: number;
  best: number;
}

interface Cell extends ProductShape, Rate {
  threads: number;
  /** The best rate as a share of the peak of one thread times the threads. */
  share: number;
  /** Interquartile range of the times, divided by their median. */
  spread: number;
}

const shape = (
  product: ProductShape['product'],
  rows: number,
  inputs: number,
  outputs: number,
): ProductShape => ({ product, rows, inputs, outputs });

/** Large squares, the layers of W2, W3, W4 and W7, and one between. */
const shapes: readonly ProductShape[] = [
  shape('forward', 1024, 1024, 1024),
  shape('forward', 2048, 2048, 2048),
  shape('forward', 32, 64, 64),
  shape('forward', 128, 784, 128),
  shape('forward', 256, 784, 512),
  shape('forward', 256, 512, 512),
  shape('forward', 1024, 30, 64),
  shape('forward', 4096, 128, 128),
  shape('weightGradient', 32, 64, 64),
  shape('weightGradient', 128, 784, 128),
  shape('weightGradient', 256, 784, 512),
  shape('weightGradient', 256, 512, 512),
  shape('dataGradient', 32, 64, 64),
  shape('dataGradient', 128, 784, 128),
  shape('dataGradient', 256, 512, 512),
];

/** Throws AppError option_invalid, out_of_memory. */
export async function benchGemm(options: BenchGemmOptions): Promise<void> {
  const wanted = chooseShapes(options);
  const output = new Output(options.json === true);
  const line = new ScreenLine(output.json ? { write: () => {} } : undefined);
  const clock = loadProductClock();
  const machine = thisMachine(clock.isa);
  output.say(machineSentence(machine), '');
  line.draw('measuring the peak');
  const peaks = await measurePeaks(clock, options);
  for (const [threads, peak] of peaks) output.emit('peak', { threads, ...peak });
  const peakOfOne = Math.max(...[...peaks].map(([threads, { best }]) => best / threads));
  const cells: Cell[] = [];
  for (const [done, one] of wanted.entries()) {
    line.draw(`${shapeName(one)}: ${done + 1} of ${wanted.length}`);
    for (const threads of options.threads) {
      const cell = await measure(clock, one, threads, options.repetitions, peakOfOne * threads);
      output.emit('product', cell);
      cells.push(cell);
    }
  }
  line.clear();
  output.say(...cellTable(cells, peaks));
  output.emit('result', { machine, repetitions: options.repetitions, peakOfOne, cells });
}

function chooseShapes({ rows, inputs, outputs }: BenchGemmOptions): readonly ProductShape[] {
  if (rows === undefined && inputs === undefined && outputs === undefined) return shapes;
  if (rows === undefined || inputs === undefined || outputs === undefined) {
    const found = [rows, inputs, outputs].map((one) => one ?? 'none').join(', ');
    const expected = '--rows, --inputs and --outputs together';
    throw new AppError('option_invalid', `A shape is ${expected}; found ${found}.`, {
      option: '--rows',
      expected,
      found,
    });
  }
  return layerProducts.map((product) => shape(product, rows, inputs, outputs));
}

async function measurePeaks(clock: ProductClock, { threads: counts, repetitions }: BenchGemmOptions) {
  const peaks = new Map<number, Rate>();
  for (const threads of counts) {
    const { median, worst } = spreadOf([...(await clock.timePeak(threads, repetitions))]);
    // For rates the largest is the best.
    peaks.set(threads, { median: median / 1e9, best: worst / 1e9 });
  }
  return peaks;
}

async function measure(
  clock: ProductClock,
  one: ProductShape,
  threads: number,
  samples: number,
  peak: number,
): Promise<Cell> {
  const { median, best, spread } = spreadOf([...(await clock.timeProduct(one, threads, samples))]);
  const operations = (2 * one.rows * one.inputs * one.outputs) / 1e9;
  const rate = { median: operations / median, best: operations / best };
  return { ...one, threads, ...rate, share: rate.best / peak, spread };
}

function shapeName({ product, rows, inputs, outputs }: ProductShape): string {
  const words = { forward: 'forward', weightGradient: 'weight gradient', dataGradient: 'data gradient' };
  return `${words[product]} ${rows} x ${inputs} x ${outputs}`;
}

function cellTable(cells: Cell[], peaks: Map<number, Rate>): string[] {
  const rate = (value: number) => value.toFixed(1);
  const lines = cells.map((cell) => [
    shapeName(cell),
    String(cell.threads),
    ...[rate(cell.median), rate(cell.best), percent(cell.share), percent(cell.spread)],
  ]);
  const tops = [...peaks].map(([threads, { median, best }]) => [
    'registers only',
    String(threads),
    ...[rate(median), rate(best), '', ''],
  ]);
  const head = ['rows x inputs x outputs', 'threads', 'GFLOP/s', 'best', 'of the peak', 'spread'];
  return table([head, ...tops, ...lines], [false, true, true, true, true, true]);
}
