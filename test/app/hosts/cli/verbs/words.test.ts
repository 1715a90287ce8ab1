import { describe, expect, it } from 'vitest';
import type { EpochRecord, Progress } from '../../../../../app/contract/run/training.ts';
import { usageSentence } from '../../../../../app/hosts/cli/output/failure.ts';
import { duration, figure, short, table } from '../../../../../app/hosts/cli/output/figures.ts';
import { jsonLine } from '../../../../../app/hosts/cli/output/jsonLine.ts';
import { ProgressBar } from '../../../../../app/hosts/cli/output/progressBar.ts';

describe('a JSON line', () => {
  it('says where a number was not finite instead of a silent null', () => {
    const line = jsonLine('result', { metrics: { test: { rmse: Number.NaN, mae: 1 } }, list: [1, -1 / 0] });
    expect(line.endsWith('}\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      type: 'result',
      metrics: { test: { rmse: null, mae: 1 } },
      list: [1, null],
      notFinite: { 'metrics.test.rmse': 'NaN', 'list.1': '-Infinity' },
    });
  });
});

describe('words for a person', () => {
  it('have four significant digits, and no exponent where none is needed', () => {
    const shown = [0.956521, 12.3456, 12_345.6, 1e20, 1.23456e-7, 0, -0.1, null].map(figure);
    expect(shown).toEqual([
      '0.9565',
      '12.35',
      '12346',
      '100000000000000000000',
      '1.235e-7',
      '0',
      '-0.1',
      '-',
    ]);
  });

  it('say how long something takes', () => {
    expect([0.000712, 0.04, 0.0996, 0.42, 1.23, 9.96, 65, 7_800].map(duration)).toEqual([
      '0.71 ms',
      '40 ms',
      '0.10 s',
      '0.42 s',
      '1.2 s',
      '10 s',
      '1 min 5 s',
      '2 h 10 min',
    ]);
  });

  it('line up in columns, also where characters take two columns', () => {
    expect(
      table(
        [
          ['이름', '1'],
          ['ab', '22'],
          ['abcde', '3'],
        ],
        [false, true],
      ),
    ).toEqual(['이름    1', 'ab     22', 'abcde   3']);
  });

  it('cannot steer the terminal', () => {
    expect(short('a\u001b[2Jb\nc')).toBe('a [2Jb c');
    expect(short('x'.repeat(40), 5)).toBe('xxxx…');
    // Of a cell of a million characters only the beginning is read.
    expect(short('한'.repeat(1_000_000), 5)).toBe('한한…');
  });

  it('make one sentence of what commander says', () => {
    expect(usageSentence("error: unknown option '--tagret'\n(Did you mean --target?)\n")).toBe(
      "Unknown option '--tagret' (Did you mean --target?)",
    );
    expect(usageSentence("error: missing required argument 'file'")).toBe(
      "Missing required argument 'file'.",
    );
  });
});

describe('the progress bar', () => {
  const progress: Progress = {
    state: 'running',
    epoch: 50,
    step: 500,
    epochs: 100,
    stepsPerEpoch: 10,
    seconds: 1,
    rowsPerSecond: 1,
    secondsLeft: 12,
    best: null,
    learningRate: 0.01,
    reason: null,
    divergedAt: null,
    cause: null,
    updateRatios: null,
  };
  const record: EpochRecord = {
    epoch: 50,
    trainLoss: 0.123456,
    validationLoss: 0.25,
    learningRate: 0.01,
    validationScore: null,
  };

  it('is drawn over itself on a terminal and fits its width', () => {
    let text = '';
    const bar = new ProgressBar({ isTTY: true, columns: 100, write: (more: string) => (text += more) });
    bar.draw(progress, record);
    expect(text).toMatch(/^\r\[#{15}\.{15}\] 50\/100 {2}training 0\.1235 {2}validation 0\.25 {2}12 s left/);
    bar.clear();
    expect(text.endsWith('\r\u001b[K')).toBe(true);
  });

  it.each([80, 40, 12, 1])('leaves one of %i columns free, and says less where there are few', (columns) => {
    let text = '';
    const bar = new ProgressBar({ isTTY: true, columns, write: (more: string) => (text += more) });
    bar.draw(progress, { ...record, validationLoss: 1.2345e-7 });
    expect(text.length - '\r\u001b[K'.length).toBeLessThan(columns);
  });

  it('is not drawn where there is no terminal', () => {
    let text = '';
    const bar = new ProgressBar({ write: (more: string) => (text += more) });
    bar.draw(progress, record);
    bar.clear();
    expect(text).toBe('');
  });
});
