// The activations of Keras that Chainrule has too, by their names and as layers of their own. One with another slope, limit or threshold than Chainrule's
// is refused. Formulas and defaults as in keras/src/activations.
import { z } from 'zod';
import type { Activation } from '../../contract/spec/layers.ts';
import { referenceActivations } from '../check/referenceActivations.ts';
import { type Formula, recognised } from '../foreign/recognised.ts';
import { Refusal } from '../foreign/stack.ts';
import { asOnnx, scalar, settings } from './kerasConfig.ts';

const named: Readonly<Record<string, Activation>> = {
  relu: 'relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  silu: 'silu',
  swish: 'silu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softsign: 'softsign',
};

const reluSchema = z.object({
  max_value: scalar.nullish(),
  negative_slope: scalar.default(0),
  threshold: scalar.default(0),
});
/** Keras 2 called the slope alpha. */
const leakySchema = z.object({ negative_slope: scalar.optional(), alpha: scalar.optional() });
const eluSchema = z.object({ alpha: scalar.default(1) });

/** Layers that are an activation, by their class, from their config. */
export const layerActivations: Readonly<Record<string, (config: unknown) => Formula>> = {
  ReLU(config) {
    const { max_value: most, negative_slope: slope, threshold } = settings(reluSchema, config);
    if (most != null || threshold !== 0)
      throw new Refusal(
        `has the limit ${most ?? 'none'} and the threshold ${threshold}; Chainrule's relu has none`,
      );
    return leaky(slope);
  },
  LeakyReLU(config) {
    const { negative_slope: slope, alpha } = settings(leakySchema, config);
    return leaky(slope ?? alpha ?? 0.3);
  },
  ELU(config) {
    const { alpha } = settings(eluSchema, config);
    if (alpha !== 1) throw new Refusal(`has the alpha ${alpha}; that of Chainrule's elu is 1`);
    return referenceActivations.elu!;
  },
};

/** A slope may be written as float32. */
function leaky(slope: number): Formula {
  const formula = (x: number) => (x > 0 ? x : slope * x);
  if (recognised(formula) !== null) return formula;
  throw new Refusal(`has the negative slope ${slope}; that of Chainrule's leaky relu is 0.01`);
}

const objectSchema = z.object({ class_name: z.string(), config: z.unknown().optional() });

/** What the setting `activation` of a layer means; null: nothing is done. */
export function activationOf(setting: unknown): Formula | 'softmax' | null {
  if (setting === undefined || setting === null || setting === 'linear') return null;
  if (setting === 'softmax') return 'softmax';
  // keras.activations.leaky_relu is no LeakyReLU.
  if (setting === 'leaky_relu') return leaky(0.2);
  if (typeof setting === 'string') {
    if (Object.hasOwn(named, setting)) return referenceActivations[named[setting]!]!;
    throw new Refusal(`has the activation ${setting}, which Chainrule does not have`);
  }
  const { class_name: kind = 'a function', config } = objectSchema.safeParse(setting).data ?? {};
  if (Object.hasOwn(layerActivations, kind)) return layerActivations[kind]!(config);
  if (kind === 'function' && typeof config === 'string' && Object.hasOwn(named, config))
    return activationOf(config);
  throw new Refusal(
    `has an activation of its own program, ${typeof config === 'string' ? config : kind}; ${asOnnx}`,
  );
}
