// Loads the addon and adapts it to the Engine interface: its error codes become AppErrors with sentences, and allocations get
// the memory budget. Nothing is cached beyond what Node itself caches.
import { totalmem } from 'node:os';
import { AppError } from '../contract/issues/errors.ts';
import { limits } from '../contract/limits.ts';
import { memoryText } from '../contract/memoryText.ts';
import { loadAddon } from './addon.ts';
import { untilAborted } from './cancel.ts';
import type { Engine, EngineRun, Isa } from './engine.ts';
import type { ProductClock } from './productTiming.ts';

/** Throws AppError engine_missing, or isa_unsupported when CHAINRULE_ISA names an instruction set that this CPU does not have. */
export function loadEngine(): Engine {
  const addon = loadAddon();
  const { isa, threads } = asAppError(() => addon.info());
  const budget = memoryBudget();
  return {
    info: () => ({ isa, threads }),
    createRun: (config) =>
      asAppError(() => withAppErrors(new addon.Run({ ...config, memoryBudget: budget }))),
    createMatrix: (rows, columns, precision, runs) =>
      asAppError(() => new addon.Matrix(rows, columns, precision, budget, runs)),
    forward: (network, members, features, rows, count, signal) =>
      withAppError(
        untilAborted(() => addon.forward(network, members, features, rows, count, budget), signal),
      ),
    readPlainRows: (bytes, form, room, signal) =>
      withAppError(untilAborted(() => addon.readPlainRows(bytes, form, room), signal)),
    rankNumbers: (values, ranks) =>
      withAppError(untilAborted(() => addon.rankNumbers(values, ranks), undefined)),
    leastSquares: (problem, signal) =>
      withAppError(untilAborted(() => addon.leastSquares(problem, budget), signal)),
    walk: (problem) => asAppError(() => addon.walk(problem, budget)),
    statistics: (problem, signal) =>
      withAppError(untilAborted(() => addon.statistics(problem, budget), signal)),
    gradientCheck: (problem, signal) =>
      withAppError(untilAborted(() => addon.gradientCheck(problem, budget), signal)),
    rangeTest: (config, range, signal) =>
      withAppError(untilAborted(() => addon.rangeTest({ ...config, memoryBudget: budget }, range), signal)),
    lossGradient: (problem, signal) =>
      withAppError(untilAborted(() => addon.lossGradient(problem, budget), signal)),
    lossPlane: (problem, signal) =>
      withAppError(untilAborted(() => addon.lossPlane(problem, budget), signal)),
  };
}

/** Throws as loadEngine does. */
export function loadProductClock(): ProductClock {
  const addon = loadAddon();
  const { isa } = asAppError(() => addon.info());
  return {
    isa,
    timeProduct: (shape, threads, samples) =>
      withAppError(untilAborted(() => addon.timeProduct(shape, threads, samples, memoryBudget()), undefined)),
    timePeak: (threads, samples) =>
      withAppError(untilAborted(() => addon.timePeak(threads, samples), undefined)),
  };
}

const memoryBudget = () => Math.min(limits.memory.max, totalmem());

/** Wraps the methods that allocate; the others stay the same. */
function withAppErrors(run: EngineRun): EngineRun {
  return {
    onSnapshot: (listener) => run.onSnapshot(listener),
    start: () => run.start(),
    pause: () => run.pause(),
    step: (unit, times) => run.step(unit, times),
    stop: () => run.stop(),
    change: (change) => asAppError(() => run.change(change)),
    rewind: () => run.rewind(),
    weights: (which) => asAppError(() => run.weights(which)),
    newestRows: () => asAppError(() => run.newestRows()),
    checkpoint: () => asAppError(() => run.checkpoint()),
    checkpoints: () => asAppError(() => run.checkpoints()),
    checkpointAt: (step) => asAppError(() => run.checkpointAt(step)),
    forgetHistory: () => run.forgetHistory(),
    dispose: () => run.dispose(),
  };
}

function asAppError<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw appErrorOf(error);
  }
}

async function withAppError<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw appErrorOf(error);
  }
}

/** Converts codes that a person can act on; any other error is a bug and stays unchanged. */
function appErrorOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'out_of_memory') return outOfMemory(Number(error.message), error);
  if (error.code === 'isa_unsupported') return isaUnsupported(error);
  if (error.code === 'loss_not_finite')
    return new AppError(
      'loss_not_finite',
      'The loss of these weights is not finite: look at weights from before the run diverged, or at the initial ones.',
      {},
      { cause: error },
    );
  return error;
}

function outOfMemory(needed: number, cause: Error): AppError {
  const amount = needed > 0 ? `${memoryText(needed)} of memory` : 'more memory than there is';
  return new AppError(
    'out_of_memory',
    `This training needs ${amount}: use fewer units, fewer rows or smaller batches.`,
    { needed },
    { cause },
  );
}

function isaUnsupported(cause: Error): AppError {
  const [isa = '', available = ''] = cause.message.split('|');
  return new AppError(
    'isa_unsupported',
    `CHAINRULE_ISA is "${isa}", which this CPU does not have: use one of ${available}, or leave it unset.`,
    { isa, available: available as Isa },
    { cause },
  );
}
