// Steps taken one by one, with an engine's run that does what it is told at once or later.
import { describe, expect, it } from 'vitest';
import type { EngineRun, Snapshot } from '../../../app/engine/engine.ts';
import { StepTrail } from '../../../app/training/stepTrail.ts';

/** A run whose weights are the number of its step. */
function run(parameters = 2) {
  const sent: number[] = [];
  let step = 0;
  const double = {
    step: (_unit: 'batch' | 'epoch', times = 1) => {
      sent.push(times);
      step += times;
    },
    weights: () => [
      {
        inputs: parameters,
        outputs: 1,
        weight: new Float64Array(parameters).fill(step),
        bias: Float64Array.of(0),
      },
    ],
  } as unknown as EngineRun;
  return { double, sent };
}
const at = (state: Snapshot['state'], step: number) => ({ state, step, epoch: 0 }) as Snapshot;
const kept = ({ points }: StepTrail) => points.map(({ step, layers }) => [step, layers[0]!.weight[0]]);

describe('steps taken one by one', () => {
  it('are sent one after the other, and the weights after each are kept', () => {
    const { double, sent } = run();
    const trail = new StepTrail(double);
    trail.take(2, 0);
    expect(sent).toEqual([1]);
    expect(trail.see(at('running', 0))).toBe(false);
    expect(trail.see(at('paused', 1))).toBe(true);
    expect(sent).toEqual([1, 1]);
    trail.take(1, 1);
    expect(sent).toEqual([1, 1]);
    expect(trail.see(at('paused', 2))).toBe(true);
    expect(trail.see(at('paused', 3))).toBe(false);
    expect(trail.isStepping).toBe(false);
    expect(kept(trail)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('are not kept where another command came between, or more than one step was taken', () => {
    const trail = new StepTrail(run().double);
    trail.take(2, 0);
    trail.giveUp();
    expect(trail.see(at('paused', 1))).toBe(false);
    trail.take(1, 1);
    expect(trail.see(at('paused', 4))).toBe(false);
    expect(kept(trail)).toEqual([]);
  });

  it('of a large network are taken together from the second on, and none is kept', () => {
    const { double, sent } = run(1_000);
    const trail = new StepTrail(double);
    trail.take(10, 0);
    expect(trail.see(at('paused', 1))).toBe(true);
    expect(sent).toEqual([1, 9]);
    expect(trail.see(at('paused', 10))).toBe(false);
    expect(kept(trail)).toEqual([]);
  });

  it('end with the run', () => {
    const { double, sent } = run();
    const trail = new StepTrail(double);
    trail.take(5, 0);
    expect(trail.see(at('finished', 1))).toBe(false);
    expect(sent).toEqual([1]);
    expect(trail.isStepping).toBe(false);
  });

  it('keeps the newest thousand', () => {
    const trail = new StepTrail(run().double);
    trail.take(1_001, 0);
    for (let step = 1; step <= 1_001; step++) trail.see(at('paused', step));
    expect(trail.points).toHaveLength(1_000);
    expect(trail.points[0]!.step).toBe(2);
  });
});
