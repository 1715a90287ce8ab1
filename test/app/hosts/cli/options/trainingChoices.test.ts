import { CommanderError } from 'commander';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newOptimizer, optimizers } from '../../../../../app/contract/spec/optimizers.ts';
import { schedules } from '../../../../../app/contract/spec/schedules.ts';
import { classWeights, oneOf } from '../../../../../app/hosts/cli/options/parse.ts';
import { pairs } from '../../../../../app/hosts/cli/options/settingText.ts';
import { trainingChoices } from '../../../../../app/hosts/cli/options/trainingChoices.ts';

beforeEach(() => {
  // Wrong usage is told at once.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

describe('settings on the command line', () => {
  it('are pairs, one each or with commas between, given once or again', () => {
    expect(pairs('beta1=0.8,beta2=0.9', [['epsilon', '1']])).toEqual([
      ['epsilon', '1'],
      ['beta1', '0.8'],
      ['beta2', '0.9'],
    ]);
    for (const text of ['', 'beta1', 'beta1=', '=1', 'a=b=c'])
      expect(() => pairs(text)).toThrow('name=value');
  });

  it('belong to the optimizer, in any spelling', () => {
    const choices = trainingChoices({
      optimizer: 'rmsProp',
      momentum: 0.5,
      optimizerSettings: [
        ['RHO', '0.95'],
        ['centered', 'yes'],
      ],
    });
    expect(choices.optimizerSettings).toEqual({ momentum: 0.5, rho: 0.95, centered: true });
    const lbfgs = trainingChoices({ optimizer: 'lbfgs', optimizerSettings: [['line-search', 'NONE']] });
    expect(lbfgs.optimizerSettings).toEqual({ lineSearch: 'none' });
  });

  it('that the optimizer does not have are wrong usage with the nearest one', () => {
    const wrong = () => trainingChoices({ optimizer: 'adam', optimizerSettings: [['betta1', '1']] });
    expect(wrong).toThrow(CommanderError);
    expect(wrong).toThrow('--optimizer-settings: adam has no setting betta1; did you mean beta1?');
    expect(() => trainingChoices({ momentum: 0.9 })).toThrow('adam has no setting momentum');
  });

  it.each([
    [{ optimizerSettings: [['beta1', '1']] }, 'beta1 must be a number from 0 to 0.999999; it is 1.'],
    [{ optimizerSettings: [['beta1', 'x']] }, 'beta1 must be a number from 0 to 0.999999; it is x.'],
    [{ optimizerSettings: [['biasCorrection', '3']] }, 'biasCorrection must be true or false; it is 3.'],
    [
      { optimizer: 'lbfgs', optimizerSettings: [['historySize', '2.5']] },
      'historySize must be a whole number from 1 to 100; it is 2.5.',
    ],
    [{ lossSettings: [['quantile', '2']] }, 'quantile must be a number from 0.001 to 0.999; it is 2.'],
  ] as [Parameters<typeof trainingChoices>[0], string][])(
    '%j are refused with the range',
    (options, sentence) => {
      expect(() => trainingChoices(options)).toThrow(
        expect.objectContaining({ code: 'option_invalid', message: expect.stringContaining(sentence) }),
      );
    },
  );

  it('of a schedule take its defaults where they are left out', () => {
    expect(trainingChoices({ schedule: 'step', scheduleSettings: [['every', '5']] }).schedule).toEqual({
      type: 'step',
      every: 5,
      factor: 0.1,
    });
    expect(trainingChoices({ schedule: 'oneCycle' }).schedule).toEqual({ type: 'oneCycle' });
    expect(() => trainingChoices({ schedule: 'oneCycle', scheduleSettings: [['every', '5']] })).toThrow(
      'schedule oneCycle has no settings',
    );
  });

  it('of which nothing is said stay out of the choices', () => {
    const said = Object.values(trainingChoices({})).filter((value) => value !== undefined);
    expect(said).toEqual([]);
  });
});

it('class weights are a name or a list of numbers', () => {
  expect(classWeights('Balanced')).toBe('balanced');
  expect(classWeights('1, 2.5,0')).toEqual([1, 2.5, 0]);
  expect(() => classWeights('1')).toThrow('Expected none, balanced');
  expect(() => classWeights('1,-1')).toThrow(expect.objectContaining({ code: 'option_invalid' }));
});

it.each([
  ['RMS-prop', 'rmsProp'],
  ['ADAM_W', 'adamW'],
  ['l-bfgs', 'lbfgs'],
  ['Adamax', 'adaMax'],
  ['nesterov', 'nesterov'],
])('%s is %s', (text, name) => {
  expect(oneOf(optimizers)(text)).toBe(name);
});

it('a name that is unknown comes with the nearest', () => {
  expect(() => oneOf(optimizers)('adamm')).toThrow('Did you mean adam? Expected sgd');
  expect(() => oneOf(schedules)('cosin')).toThrow('Did you mean cosine?');
});

it('PyTorch has these defaults', () => {
  expect(newOptimizer('nAdam')).toEqual({
    type: 'nAdam',
    learningRate: 0.002,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    momentumDecay: 0.004,
    weightDecay: 0,
  });
});
