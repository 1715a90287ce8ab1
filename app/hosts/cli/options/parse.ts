// Texts of the command line -> values of the contract. What cannot be understood is wrong usage (InvalidArgumentError);
// what is understood and lies outside the contract's limits is refused (AppError option_invalid) with the limit.
import { InvalidArgumentError } from 'commander';
import { AppError } from '../../../contract/issues/errors.ts';
import { limits } from '../../../contract/limits.ts';
import { nearNames } from '../../../contract/nearNames.ts';
import type { EnsembleSpec } from '../../../contract/spec/ensemble.ts';
import type { ClassWeights, losses } from '../../../contract/spec/losses.ts';

type Range = { min: number; max: number };

/** A parser of whole numbers for `option`. */
export function wholeNumber(option: string, range: Range): (text: string) => number {
  return (text) => {
    const value = numberOf(text);
    if (!Number.isInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
    return within(option, value, range, `a whole number from ${range.min} to ${range.max}`);
  };
}

/** A parser of several with commas between, each once. */
export function wholeNumbers(option: string, range: Range): (text: string) => number[] {
  const one = wholeNumber(option, range);
  return (text) => [...new Set(text.split(',').map(one))];
}

export function anyNumber(option: string, range: Range): (text: string) => number {
  return (text) => within(option, numberOf(text), range, `a number from ${range.min} to ${range.max}`);
}

export function batchSize(text: string): number | 'full' {
  if (plain(text) === 'full') return 'full';
  if (!Number.isInteger(Number(text)) || text.trim() === '') {
    throw new InvalidArgumentError('Expected a whole number of rows, or full.');
  }
  const { min, max } = limits.batchSize;
  return within(
    '--batch-size',
    Number(text),
    limits.batchSize,
    `a whole number from ${min} to ${max}, or full`,
  );
}

/** `5` folds, or `5x2`: with 2 seeds. */
export function ensemble(text: string): EnsembleSpec {
  const [, folds, seeds = '1'] = /^(\d+)(?:x(\d+))?$/i.exec(text.trim()) ?? [];
  if (folds === undefined)
    throw new InvalidArgumentError(
      'Expected a number of folds, such as 5, or of folds and seeds, such as 5x2.',
    );
  const { ensembleFolds, ensembleSeeds } = limits;
  const bounds = ({ min, max }: Range) => `${min} to ${max}`;
  return {
    folds: within('--ensemble', Number(folds), ensembleFolds, `${bounds(ensembleFolds)} folds`),
    seeds: within('--ensemble', Number(seeds), ensembleSeeds, `${bounds(ensembleSeeds)} seeds`),
  };
}

/** `64,32` or `none`. */
export function hiddenLayers(text: string): number[] {
  if (plain(text) === 'none' || text.trim() === '') return [];
  const units = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!units.every(Number.isInteger)) {
    throw new InvalidArgumentError(
      'Expected whole numbers of units with commas between, such as 64,32, or none.',
    );
  }
  const { min, max } = limits.units;
  for (const layer of units) within('--hidden', layer, limits.units, `${min} to ${max} units for each layer`);
  if (units.length > limits.layers.max) {
    throw refused('--hidden', `at most ${limits.layers.max} layers`, `${units.length} layers`);
  }
  return units;
}

/** A parser of one of `names`, in any case and with or without `-` and `_`. `shortNames` maps further spellings. */
export function oneOf<T extends string>(
  names: readonly T[],
  shortNames: Record<string, T> = {},
): (text: string) => T {
  return (text) => {
    const wanted = plain(text);
    const found = names.find((name) => plain(name) === wanted) ?? shortNames[wanted];
    if (found !== undefined) return found;
    if (wanted === 'softmax') {
      throw new InvalidArgumentError('Softmax belongs to the output layer, where the loss adds it.');
    }
    const expected = `Expected ${names.join(', ').replace(/, ([^,]*)$/, ' or $1')}.`;
    // Of a few names the list alone is plainer.
    const nearest = names.length > 4 ? `Did you mean ${nearNames(text, names)[0]}? ` : '';
    throw new InvalidArgumentError(nearest + expected);
  };
}

/** `mse` and its like, as they are called everywhere. */
export const shortLosses: Record<string, (typeof losses)[number]> = {
  mse: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  bce: 'binaryCrossEntropy',
  ce: 'categoricalCrossEntropy',
  crossentropy: 'categoricalCrossEntropy',
};

/** `none`, `balanced` or `1,5`. */
export function classWeights(text: string): ClassWeights {
  const name = plain(text);
  if (name === 'none' || name === 'balanced') return name;
  const weights = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!weights.every(Number.isFinite) || weights.length < 2) {
    throw new InvalidArgumentError('Expected none, balanced, or a weight for each class, such as 1,5.');
  }
  const { min, max } = limits.classWeight;
  for (const weight of weights)
    within('--class-weights', weight, limits.classWeight, `${min} to ${max} each`);
  return weights;
}

/** For an option that may be given again. */
export function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

function numberOf(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('Expected a number.');
  return value;
}

function within(option: string, value: number, { min, max }: Range, expected: string): number {
  if (value < min || value > max) throw refused(option, expected, String(value));
  return value;
}

export function refused(option: string, expected: string, found: string): AppError {
  return new AppError('option_invalid', `${option} must be ${expected}; it is ${found}.`, {
    option,
    expected,
    found,
  });
}

export function plain(text: string): string {
  return text.trim().toLowerCase().replace(/[-_]/g, '');
}
