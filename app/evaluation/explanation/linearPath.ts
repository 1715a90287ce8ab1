// Integrated gradients along a path on which the network's outputs are linear between kinks: activations of straight pieces (relu,
// leakyRelu, step, linear) and no layer normalisation. Goes from kink to kink: where the next one lies follows from each unit's
// argument and its change, so that nothing is missed and one gradient for each stretch is exact.
import type { ExplainedOutput } from './explainedOutput.ts';
import { lookAhead, type NetworkPass } from './networkPass.ts';
import { type PathTurns, sharedOut } from './path.ts';
import { integrated } from './quadrature.ts';

interface Kink {
  at: number;
  unit: { layer: number; unit: number } | null;
}

/** What each input adds to the output, from `start` to `start + along`. @param stretches about as many as there may be; where there
 *  are many more kinks, most of the path is walked in even steps. */
export async function alongLinearPath(
  pass: NetworkPass,
  output: ExplainedOutput,
  path: { start: Float64Array; along: Float64Array },
  stretches: number,
  turns: PathTurns,
): Promise<Float64Array> {
  const { start, along } = path;
  const added = new Float64Array(start.length);
  const jumps = pass.layers.some(({ curve }) => curve.at0 === 'jump');
  let evenStep = 0;
  let at = 0;
  for (let done = 0; at < 1; done++) {
    await turns.next();
    // Too many kinks to visit each: the first quarter of the stretches has not led through a quarter of the path.
    if (done === Math.floor(stretches / 4) && at < 1 / 4) evenStep = (1 - at) / (stretches - done);
    const from = at;
    const looked = from + evenStep / 2;
    const outputs = pass.forward(
      start.map((value, i) => value + looked * along[i]!),
      along,
    );
    const change = pass.layers.at(-1)!.valueChange;
    const kink = nextKink(pass, looked);
    const to = Math.min(1, evenStep > 0 ? from + evenStep : kink.at);
    const outputsAt = (t: number) => outputs.map((output, k) => output + (t - looked) * change[k]!);
    addAlong(added, along, pass.gradient(meanSlopes(output, outputsAt, from, to)));
    const end = outputsAt(to);
    if (jumps && evenStep === 0 && kink.unit !== null) {
      const towards = pass.gradientOfUnit(kink.unit.layer, kink.unit.unit);
      const after = pass.forward(
        start.map((value, i) => value + to * along[i]!),
        along,
      );
      addAlong(added, along, sharedOut(output.value(after) - output.value(end), towards, along));
    }
    at = to;
  }
  return added;
}

/** Each output's share of the change of the output per unit of that output, integrated over the path's parameter. */
function meanSlopes(
  output: ExplainedOutput,
  outputsAt: (t: number) => Float64Array,
  from: number,
  to: number,
): Float64Array {
  const { value, error } = integrated(from, to, (t) => output.slopes(outputsAt(t)));
  if (error < 1e-10 * (to - from) || to - from < 1e-6) return value;
  const middle = (from + to) / 2;
  const left = meanSlopes(output, outputsAt, from, middle);
  const right = meanSlopes(output, outputsAt, middle, to);
  return left.map((one, k) => one + right[k]!);
}

function addAlong(added: Float64Array, along: Float64Array, gradient: Float64Array): void {
  for (let i = 0; i < added.length; i++) added[i]! += gradient[i]! * along[i]!;
}

/** The end of the path (1) where no unit has a kink before it. */
function nextKink({ layers }: NetworkPass, at: number): Kink {
  let next: Kink = { at: 1, unit: null };
  for (const [layer, { curve, argument, change }] of layers.entries()) {
    if (curve.at0 === 'smooth') continue;
    for (let unit = 0; unit < argument.length; unit++) {
      const distance = -argument[unit]! / change[unit]!;
      if (distance > lookAhead && at + distance < next.at)
        next = { at: at + distance, unit: { layer, unit } };
    }
  }
  return next;
}
