// The loss of one row, and its gradient by the logits, for every loss: native/kernels/losses/{element,class}_losses.inl with one row.

import type { Loss } from '../../../app/contract/spec/losses.ts';
import type { Task } from '../../../app/contract/spec/task.ts';
import { kept } from './walkTex.ts';

export interface LossTex {
  loss: string;
  /** Derivative of L by z_k, or by z with a single output. */
  gradient: string;
}

const r = String.raw;

/** @param outputs number of outputs; losses of numbers are means over them. */
export function lossStepTex(loss: Loss, task: Task, outputs: number): LossTex {
  const k = outputs > 1 ? '_k' : '';
  const mean = outputs > 1 ? r`\frac1{${outputs}}\sum_k` : '';
  const part = outputs > 1 ? r`\tfrac1{${outputs}}` : '';
  const [z, y] = [kept(`z${k}`), `y${k}`];
  const d = `z${k}-y${k}`;
  switch (loss) {
    case 'meanSquaredError':
      return {
        loss: `${mean}(${d})^2`,
        gradient: outputs > 1 ? r`\tfrac2{${outputs}}(${z}-${y})` : `2\\,(${z}-${y})`,
      };
    case 'meanAbsoluteError':
      return { loss: `${mean}|${d}|`, gradient: r`${part}\operatorname{sign}(${z}-${y})` };
    case 'huber':
      return {
        loss: r`${mean}\begin{cases}\frac12(${d})^2&|${d}|\le\delta\\\delta\,(|${d}|-\frac12\delta)&|${d}|>\delta\end{cases}`,
        gradient: r`${part}\max\bigl(-\delta,\min(\delta,${z}-${y})\bigr)`,
      };
    case 'logCosh':
      return { loss: r`${mean}\ln\cosh(${d})`, gradient: r`${part}\tanh(${z}-${y})` };
    case 'quantile':
      return {
        loss: r`${mean}\max\bigl(q\,(y${k}-z${k}),\,(1-q)(${d})\bigr)`,
        gradient: r`${part}\begin{cases}-q&${z}<${y}\\1-q&${z}>${y}\end{cases}`,
      };
    case 'poisson':
      return {
        loss: `${mean}(e^{z${k}}-y${k}\\,z${k})`,
        gradient: r`${part}\bigl(${kept(r`\hat y${k}`)}-${y}\bigr)`,
      };
    case 'binaryCrossEntropy':
      return { loss: r`-y\ln p-(1-y)\ln(1-p)`, gradient: `${kept('p')}-y` };
    case 'categoricalCrossEntropy':
      return { loss: r`-\sum_k y_k\ln p_k`, gradient: `${kept('p_k')}-y_k` };
    case 'hinge':
      return task === 'multiclass'
        ? {
            loss: r`\frac1{${outputs}}\sum_{k\ne y}\max(0,\,1-z_y+z_k)`,
            gradient: r`\tfrac1{${outputs}}\,[\,1-${kept('z_y')}+${kept('z_k')}>0\,]\quad(k\ne y)`,
          }
        : {
            loss: r`\max(0,\,1-s\,z),\quad s=\pm1`,
            gradient: r`\begin{cases}-s&s\,${kept('z')}<1\\0&s\,${kept('z')}\ge1\end{cases}`,
          };
    case 'focal':
      return {
        loss: r`-(1-p_y)^{\gamma}\ln p_y`,
        gradient: r`\frac{\partial L}{\partial p_y}\cdot\frac{\partial ${kept('p_y')}}{\partial z${k}}`,
      };
  }
}
