// A small lesson as text, and the same with parts replaced.

export const lessonText = `---
lesson: small
title: A small lesson
summary: one step
table: six.csv
target: 'y'
features: [x]
set: { hidden: [], learningRate: 0.1 }
weights: [{ weight: [[0.5]], bias: [0] }]
own: { target: number, features: 1 }
---

## First

\`\`\`step
views: [predictions, curves]
controls: [step, learningRate]
locked: { seed: It stays as it is. }
\`\`\`

The **loss** is {{loss:5}}, by the [[learning rate|rate]] $\`\\eta\`$.

\`\`\`question
id: one
ask: What is \`w\`?
options: [small, large]
right: 2
because: It is {{w}}.
reveals: { set: { learningRate: 0.2 } }
\`\`\`

\`\`\`math
L = {{{loss}}}
\`\`\`

\`\`\`goal
id: low
goal: Make it low.
when: loss < 0.3 and step <= 10
now: The loss is {{loss}}.
hint: Take steps.
\`\`\`

## Second

\`\`\`step
own: true
\`\`\`

- one
- *two*
`;

/** The lesson with its first `from` replaced, and the number of the line on which that stood. */
export function edited(from: string, to: string): { text: string; line: number } {
  const at = lessonText.indexOf(from);
  if (at < 0) throw new Error(`The small lesson has no "${from}".`);
  return {
    text: lessonText.replace(from, () => to),
    line: lessonText.slice(0, at).split('\n').length,
  };
}
