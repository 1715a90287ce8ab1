import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../../../app/contract/limits.ts';
import { losses } from '../../../../../app/contract/spec/losses.ts';
import { tasks } from '../../../../../app/contract/spec/task.ts';
import { splitNames } from '../../../../../app/hosts/cli/options/columnNames.ts';
import {
  anyNumber,
  batchSize,
  hiddenLayers,
  oneOf,
  shortLosses,
  wholeNumber,
} from '../../../../../app/hosts/cli/options/parse.ts';
import { shares } from '../../../../../app/hosts/cli/options/splitOptions.ts';

describe('numbers on the command line', () => {
  const epochs = wholeNumber('--epochs', limits.epochs);
  const rate = anyNumber('--learning-rate', limits.learningRate);

  it('are read in any spelling that is a number', () => {
    expect(epochs('1e3')).toBe(1_000);
    expect(rate(' 5e-4 ')).toBe(0.0005);
    expect(batchSize('FULL')).toBe('full');
    expect(batchSize('16')).toBe(16);
    expect(hiddenLayers('64, 32')).toEqual([64, 32]);
    expect(hiddenLayers('None')).toEqual([]);
    expect(shares('0.8,0.1,0.1')).toEqual({ train: 0.8, validation: 0.1, test: 0.1 });
    expect(shares('70/15/15')).toEqual({ train: 0.7, validation: 0.15, test: 0.15 });
  });

  it.each([
    ['--epochs abc', () => epochs('abc'), 'Expected a number.'],
    ['--epochs 1.5', () => epochs('1.5'), 'Expected a whole number.'],
    ['--epochs (nothing)', () => epochs(' '), 'Expected a number.'],
    ['--learning-rate NaN', () => rate('NaN'), 'Expected a number.'],
    ['--batch-size half', () => batchSize('half'), 'Expected a whole number of rows, or full.'],
    ['--hidden 64;32', () => hiddenLayers('64;32'), 'Expected whole numbers of units'],
    ['--split 0.8,0.2', () => shares('0.8,0.2'), 'Expected three shares'],
  ])('that cannot be read are wrong usage: %s', (_, read, sentence) => {
    expect(read).toThrow(InvalidArgumentError);
    expect(read).toThrow(sentence);
  });

  it.each([
    [() => epochs('0'), '--epochs must be a whole number from 1 to 1000000; it is 0.'],
    [() => rate('-1'), '--learning-rate must be a number from 1e-9 to 1000; it is -1.'],
    [() => batchSize('0'), '--batch-size must be a whole number from 1 to 10000000, or full; it is 0.'],
    [
      () => hiddenLayers('64,1000000000'),
      '--hidden must be 1 to 65536 units for each layer; it is 1000000000.',
    ],
    [() => hiddenLayers('1,'.repeat(64) + 1), '--hidden must be at most 64 layers; it is 65 layers.'],
    [
      () => shares('0.5,0.2,0.2'),
      '--split must be three shares from 0 to 1 that add up to 1; it is 0.5,0.2,0.2.',
    ],
    [() => shares('0,0.5,0.5'), '--split must be a training share above 0; it is 0,0.5,0.5.'],
  ])('beyond the limits of the contract are refused with the limit', (read, sentence) => {
    expect(read).toThrow(expect.objectContaining({ code: 'option_invalid', message: sentence }));
  });
});

describe('names on the command line', () => {
  it('are taken in any case, with or without - and _', () => {
    const task = oneOf(['auto', ...tasks]);
    expect(task('Multi-Class')).toBe('multiclass');
    const loss = oneOf(['auto', ...losses], shortLosses);
    expect(loss('mean_squared_error')).toBe('meanSquaredError');
    expect(loss('BCE')).toBe('binaryCrossEntropy');
    expect(() => task('ranking')).toThrow('Expected auto, regression, binary or multiclass.');
  });
});

describe('names of columns', () => {
  const columns = ['a', 'b', 'a,b', 'weight, kg', 'c'];

  it.each([
    [['a'], ['a']],
    [['a,c'], ['a', 'c']],
    [['a,b'], ['a,b']],
    [['c,a,b'], ['c', 'a,b']],
    [['weight, kg'], ['weight, kg']],
    [['c, weight, kg, a'], ['c', 'weight, kg', 'a']],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [['c, nowhere'], ['c', 'nowhere']],
  ])('%j are %j', (values, names) => {
    expect(splitNames(values, columns)).toEqual(names);
  });
});
