// The learning rate η in epoch e of E, from its start η₀, as formulas: those of native/nn/optimizer/schedule.

import type { ScheduleType } from '../../app/contract/spec/schedules.ts';

const falling = (share: string) =>
  String.raw`\eta=\eta_{\min}+\frac{\eta_0-\eta_{\min}}2\Bigl(1+\cos\pi${share}\Bigr)`;

export const scheduleTex: Record<ScheduleType, readonly string[]> = {
  constant: [String.raw`\eta=\eta_0`],
  step: [String.raw`\eta=\eta_0\,f^{\lfloor e/n\rfloor}`],
  exponential: [String.raw`\eta=\eta_0\,f^{\,e}`],
  inverseTime: [String.raw`\eta=\frac{\eta_0}{1+\lambda e}`],
  cosine: [falling(String.raw`\,\tfrac eE`)],
  warmupCosine: [String.raw`\eta=\eta_0\,\frac ew\quad(e<w)`, falling(String.raw`\,\tfrac{e-w}{E-w}`)],
  oneCycle: [String.raw`\tfrac{\eta_0}{25}\;\nearrow\;\eta_0\;\searrow\;\tfrac{\eta_0}{250\,000}`],
  reduceOnPlateau: [String.raw`\eta\leftarrow\max(f\,\eta,\,\eta_{\min})`],
};
