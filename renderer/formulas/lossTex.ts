// Losses as formulas: B rows of a batch, K outputs, z the network's output, y the target, p a probability, C classes; hinge and
// focal by how many classes there are.

import type { Loss } from '../../app/contract/spec/losses.ts';
import type { Task } from '../../app/contract/spec/task.ts';

const perOutput = (term: string) => [String.raw`L=\frac{1}{BK}\sum_{b=1}^{B}\sum_{k=1}^{K}${term}`];
const perRow = (term: string) => [String.raw`L=\frac1B\sum_{b=1}^{B}${term}`];
const difference = 'd_{bk}=z_{bk}-y_{bk}';

/** Lines of it. */
export function lossTex(loss: Loss, task: Task): string[] {
  switch (loss) {
    case 'meanSquaredError':
      return perOutput('(z_{bk}-y_{bk})^2');
    case 'meanAbsoluteError':
      return perOutput('|z_{bk}-y_{bk}|');
    case 'huber':
      return [
        ...perOutput('h(z_{bk}-y_{bk})'),
        String.raw`h(d)=\begin{cases}\frac12d^2&|d|\le\delta\\\delta\,(|d|-\frac12\delta)&|d|>\delta\end{cases}`,
      ];
    case 'logCosh':
      return perOutput(String.raw`\ln\cosh(z_{bk}-y_{bk})`);
    case 'quantile':
      return [...perOutput(String.raw`\max\bigl(-q\,d_{bk},\,(1-q)\,d_{bk}\bigr)`), difference];
    case 'poisson':
      return perOutput(String.raw`\bigl(e^{z_{bk}}-y_{bk}\,z_{bk}\bigr)`);
    case 'binaryCrossEntropy':
      return [
        String.raw`L=-\frac1B\sum_{b=1}^{B}\bigl[y_b\ln p_b+(1-y_b)\ln(1-p_b)\bigr]`,
        String.raw`p_b=\frac1{1+e^{-z_b}}`,
      ];
    case 'categoricalCrossEntropy':
      return [
        String.raw`L=-\frac1B\sum_{b=1}^{B}\ln p_{b,\,y_b}`,
        String.raw`p_{bk}=e^{z_{bk}}\Big/\sum_j e^{z_{bj}}`,
      ];
    case 'hinge':
      return task === 'multiclass'
        ? perRow(String.raw`\frac1C\sum_{k\ne y_b}\max(0,\,1-z_{b,\,y_b}+z_{bk})`)
        : perRow(String.raw`\max(0,\,1-s_bz_b),\quad s_b=\pm1`);
    case 'focal':
      return perRow(String.raw`-(1-p_{b,\,y_b})^{\gamma}\,\ln p_{b,\,y_b}`);
  }
}
