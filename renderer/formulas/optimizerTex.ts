// One step of each optimizer as formulas, in the form that native/kernels/steps/optimizer_step.inl computes (PyTorch's): w is a weight, g
// its gradient, η the learning rate, t the number of the step. A hat divides a running mean by 1 − βᵗ, since it begins at 0.

import type { OptimizerType } from '../../app/contract/spec/optimizers.ts';

const mean = String.raw`m\leftarrow\beta_1m+(1-\beta_1)\,g`;
const square = String.raw`v\leftarrow\beta_2v+(1-\beta_2)\,g^2`;
const corrected = String.raw`\hat m=\tfrac{m}{1-\beta_1^t},\quad\hat v=\tfrac{v}{1-\beta_2^t}`;
const adamStep = String.raw`w\leftarrow w-\eta\,\hat m\,/\,(\sqrt{\hat v}+\varepsilon)`;

export const optimizerTex: Record<OptimizerType, readonly string[]> = {
  sgd: [String.raw`w\leftarrow w-\eta\,g`],
  momentum: [String.raw`v\leftarrow\mu v+g`, String.raw`w\leftarrow w-\eta\,v`],
  nesterov: [String.raw`v\leftarrow\mu v+g`, String.raw`w\leftarrow w-\eta\,(g+\mu v)`],
  adaGrad: [String.raw`s\leftarrow s+g^2`, String.raw`w\leftarrow w-\eta\,g\,/\,(\sqrt s+\varepsilon)`],
  rmsProp: [
    String.raw`v\leftarrow\rho v+(1-\rho)\,g^2`,
    String.raw`b\leftarrow\mu b+g\,/\,(\sqrt v+\varepsilon)`,
    String.raw`w\leftarrow w-\eta\,b`,
  ],
  adaDelta: [
    String.raw`v\leftarrow\rho v+(1-\rho)\,g^2`,
    String.raw`d=g\,\sqrt{u+\varepsilon}\,/\,\sqrt{v+\varepsilon}`,
    String.raw`u\leftarrow\rho u+(1-\rho)\,d^2,\quad w\leftarrow w-\eta\,d`,
  ],
  adam: [mean, square, corrected, adamStep],
  adamW: [
    mean,
    square,
    corrected,
    String.raw`w\leftarrow w-\eta\lambda w-\eta\,\hat m\,/\,(\sqrt{\hat v}+\varepsilon)`,
  ],
  amsGrad: [
    mean,
    String.raw`${square},\quad u\leftarrow\max(u,v)`,
    String.raw`w\leftarrow w-\eta\,\hat m\,/\,(\sqrt{\hat u}+\varepsilon)`,
  ],
  nAdam: [
    mean,
    square,
    String.raw`w\leftarrow w-\eta\,\frac{\mu_{t+1}\,\bar m+(1-\mu_t)\,\bar g}{\sqrt{\hat v}+\varepsilon}`,
  ],
  rAdam: [
    mean,
    square,
    String.raw`\rho_t=\tfrac{2}{1-\beta_2}-1-\tfrac{2t\beta_2^t}{1-\beta_2^t}`,
    String.raw`w\leftarrow w-\eta\begin{cases}r_t\,\hat m/(\sqrt{\hat v}+\varepsilon)&\rho_t>5\\\hat m&\rho_t\le5\end{cases}`,
  ],
  adaMax: [
    mean,
    String.raw`u\leftarrow\max(\beta_2u,\,|g|+\varepsilon)`,
    String.raw`w\leftarrow w-\eta\,\hat m\,/\,u`,
  ],
  lion: [
    String.raw`c=\beta_1m+(1-\beta_1)\,g`,
    String.raw`w\leftarrow w-\eta\lambda w-\eta\,\operatorname{sign}(c)`,
    String.raw`m\leftarrow\beta_2m+(1-\beta_2)\,g`,
  ],
  rProp: [
    String.raw`s\leftarrow\begin{cases}\eta^+s&g\,g_{t-1}>0\\\eta^-s&g\,g_{t-1}<0\end{cases}`,
    String.raw`w\leftarrow w-s\,\operatorname{sign}(g)`,
  ],
  lbfgs: [String.raw`w\leftarrow w-\eta\,\alpha\,H^{-1}g`, String.raw`H^{-1}\approx(s_i,y_i)_{i\le n}`],
};
