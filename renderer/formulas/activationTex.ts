// Activations as formulas, as native/kernels/layers/activations.inl computes them: z is the sum that reaches a unit, a what it passes on.

import type { DrawnActivation } from '../network/activation.ts';

const cases = (above: string, below: string) =>
  String.raw`a=\begin{cases}${above}&z>0\\${below}&z\le0\end{cases}`;

export const activationTex: Record<DrawnActivation, string> = {
  linear: 'a=z',
  step: cases('1', '0'),
  sigmoid: String.raw`a=\frac{1}{1+e^{-z}}`,
  tanh: String.raw`a=\tanh(z)`,
  relu: String.raw`a=\max(0,z)`,
  leakyRelu: cases('z', String.raw`0.01\,z`),
  elu: cases('z', 'e^z-1'),
  selu: cases(String.raw`1.051\,z`, String.raw`1.758\,(e^z-1)`),
  gelu: String.raw`a=\tfrac z2\bigl(1+\operatorname{erf}\tfrac{z}{\sqrt2}\bigr)`,
  geluTanh: String.raw`a=\tfrac z2\Bigl(1+\tanh\sqrt{\tfrac2\pi}\,(z+0.0447z^3)\Bigr)`,
  silu: String.raw`a=\frac{z}{1+e^{-z}}`,
  softplus: String.raw`a=\ln(1+e^z)`,
  softsign: String.raw`a=\frac{z}{1+|z|}`,
  softmax: String.raw`a_k=\frac{e^{z_k}}{\sum_j e^{z_j}}`,
  exp: 'a=e^z',
};
