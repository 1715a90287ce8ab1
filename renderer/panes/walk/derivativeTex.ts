// The derivative of each activation function as TeX, computed from the activation a where that is enough, else from the pre-activation
// z.

import type { Activation } from '../../../app/contract/spec/layers.ts';
import { kept } from './walkTex.ts';

const r = String.raw;
const cases = (z: string, above: string, below: string) =>
  r`\begin{cases}${above}&${kept(z)}>0\\${below}&${kept(z)}\le0\end{cases}`;

/** Whether the derivative follows from the activation a alone. */
export function derivativeByActivation(activation: Activation): boolean {
  return ['sigmoid', 'tanh', 'elu', 'selu', 'softsign'].includes(activation);
}

/** @param z symbol of the pre-activation. @param a symbol of the activation. */
export function derivativeTex(activation: Activation, z: string, a: string): string {
  switch (activation) {
    case 'linear':
      return '1';
    case 'step':
      return '0';
    case 'sigmoid':
      return `${kept(a)}\\,(1-${kept(a)})`;
    case 'tanh':
      return `1-${kept(a)}^2`;
    case 'relu':
      return cases(z, '1', '0');
    case 'leakyRelu':
      return cases(z, '1', '0.01');
    case 'elu':
      return cases(a, '1', `${kept(a)}+1`);
    case 'selu':
      return cases(a, '1.051', `${kept(a)}+1.758`);
    case 'gelu':
      return r`\Phi(${kept(z)})+${kept(z)}\,\varphi(${kept(z)})`;
    case 'geluTanh':
      return r`f'(${kept(z)})`;
    case 'silu':
      return r`\sigma(${kept(z)})\bigl(1+${kept(z)}\,(1-\sigma(${kept(z)}))\bigr)`;
    case 'softplus':
      return r`\sigma(${kept(z)})`;
    case 'softsign':
      return r`(1-|${kept(a)}|)^2`;
  }
}
