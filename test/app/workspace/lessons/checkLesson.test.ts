// What `lessons.check` says of a lesson that can be read: formulas, views, controls, rows and quantities that a learner would meet as an error or as nothing.
import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, written } from '../table/openedTable.ts';
import { type LessonParts, lessonOf, points, raw } from './openLesson.ts';

async function mistakesIn(text: string): Promise<string[]> {
  await written('points.csv', [
    'x,y,kind,z',
    ...points.map(([x, y], k) => `${x},${y},${k % 2 ? 'a' : 'b'},${k * k}`),
  ]);
  const file = await written('of-a-test.md', [text]);
  const { issues } = await connect().lessons.check({ file: { kind: 'path', path: file } });
  return issues.map(({ message }) => message);
}
const lineOf = (text: string, piece: string) =>
  text.split('\n').findIndex((line) => line.includes(piece)) + 1;

/** The sentences, without the line, which must be that of `at`. */
async function sentencesAt(at: string, text: string): Promise<string[]> {
  const head = `Line ${lineOf(text, at)}: `;
  return (await mistakesIn(text)).map((sentence) => {
    expect(sentence.slice(0, head.length)).toBe(head);
    return sentence.slice(head.length);
  });
}

it('a lesson without such mistakes has none', async () => {
  const numbers = [
    'weight(1, 1, 1)',
    "rmse('train')",
    'distance',
    'slope',
    'input(1)',
    'rowGradient(1, 1, 1)',
  ];
  expect(await mistakesIn(lessonOf({ numbers, step: 'row: 5\npoint: predictions' }))).toEqual([]);
});

describe('a formula', () => {
  const withFormula = (tex: string) =>
    lessonOf({ numbers: ['loss'] }).replace('Numbers:', () => `Numbers $\`${tex}\`$:`);
  it.each([
    [
      String.raw`\foo + w`,
      String.raw`The TeX command \foo cannot be drawn. KaTeX, which draws formulas, does not know it. Write the formula "\foo + w" without it.`,
    ],
    [
      String.raw`\href{a}{b}`,
      String.raw`The TeX command \href cannot be drawn. A lesson has no place for it. Write the formula "\href{a}{b}" without it.`,
    ],
    [
      'a & b',
      String.raw`The formula "a & b" cannot be drawn. Expected 'EOF', got '&'. Lines with & stand between \begin{aligned} and \end{aligned}.`,
    ],
    [
      String.raw`\text{loss {{loss}}}`,
      String.raw`The formula "\text{loss {{loss}}}" cannot be drawn. A live number in it may be a dash or have a power of ten, for which there is no place; end \text{…} in front of it.`,
    ],
  ])('%s is refused', async (tex, sentence) => {
    expect(await sentencesAt('Numbers', withFormula(tex))).toEqual([sentence]);
  });

  it('names each command that it cannot write, on its line', async () => {
    const block = ['```math', String.raw`a = \one{b} \\`, String.raw`c = \two \one`, '```'];
    const text = lessonOf({}).replace('Numbers:', () => `${block.join('\n')}\n\nNumbers:`);
    const found = (await mistakesIn(text)).map((sentence) => sentence.slice(0, sentence.indexOf(' cannot')));
    expect(found).toEqual([
      `Line ${lineOf(text, '\\one')}: The TeX command \\one`,
      `Line ${lineOf(text, '\\two')}: The TeX command \\two`,
    ]);
  });

  it('is refused where the file is opened, too, with all that is wrong', async () => {
    const text = withFormula(String.raw`\foo + \bar`);
    await written('points.csv', ['x,y', ...points.map((point) => point.join(','))]);
    const path = await written('of-a-test.md', [text]);
    const opening = connect().lessons.open({ lesson: { kind: 'path', path }, language: 'en' });
    const line = lineOf(text, 'Numbers');
    await expect(opening).rejects.toMatchObject({
      data: { code: 'lesson_invalid', values: { line, kind: 'unknown', command: '\\foo', count: 2 } },
    });
  });

  it('may have any command that the page draws', async () => {
    const tex = String.raw`\frac{\partial L}{\partial w} \leftarrow \begin{cases} {{loss}} & w > 0 \\ \text{한글} & w \le 0 \end{cases}`;
    expect(await mistakesIn(withFormula(tex))).toEqual([]);
  });
});

describe('a number beyond what there is', () => {
  it('of a row', async () => {
    expect(await sentencesAt('row: 500', lessonOf({ step: 'row: 500' }))).toEqual([
      'row must be from 0 to 5, since points.csv has 6 rows; it is 500.',
    ]);
  });

  it.each([
    ['weight(2, 1, 1)', 'weight(2, 1, 1) names layer 2; in this step layers there are counted from 1 to 1.'],
    ['weight(1, 2, 1)', 'weight(1, 2, 1) names unit 2; in this step units there are counted from 1 to 1.'],
    ['weight(1, 1, 3)', 'weight(1, 1, 3) names input 3; in this step inputs there are counted from 1 to 1.'],
    ['input(4 - 2) + input(2)', 'input(2) names input 2; in this step inputs there are counted from 1 to 1.'],
  ])('of %s', async (number, sentence) => {
    expect(await sentencesAt('Numbers', lessonOf({ numbers: [number] }))).toEqual([sentence]);
    expect(await sentencesAt('when:', lessonOf({ when: `${number} > 0` }))).toEqual([sentence]);
  });

  it('is none where the learner chooses the hidden units, or a question reveals them', async () => {
    const numbers = ['weight(2, 1, 9)'];
    expect(await mistakesIn(lessonOf({ numbers, step: 'controls: [hiddenUnits]' }))).toEqual([]);
    const reveals = `
\`\`\`question
id: more
ask: More?
options: [yes, no]
right: 1
because: So it is.
reveals: { set: { hidden: [9] }, weights: null }
\`\`\`
`;
    expect(await mistakesIn(lessonOf({ numbers, more: reveals }))).toEqual([]);
    expect(await mistakesIn(lessonOf({ numbers }))).toHaveLength(1);
  });
});

const classes = `set: { hidden: [] }`;
const ofClasses = (parts: LessonParts) =>
  lessonOf({ front: classes, ...parts }).replace("target: 'y'", 'target: kind');

describe('what a step cannot show', () => {
  it.each<[string, string, string]>([
    [
      'surface',
      lessonOf({ step: '' }),
      'needs two features that are numbers, and in this step 1 of its features is a number; name them in features',
    ],
    [
      'squares',
      ofClasses({}),
      'needs a target that is a number, and in this step its target is one of two classes; choose another target',
    ],
    [
      'squares',
      lessonOf({}).replace('features: [x]', 'features: [x, z]').replace('[[0.5]]', '[[0.5, 0]]'),
      'needs exactly one feature that is a number, and in this step 2 of its features are numbers; name one in features',
    ],
    [
      'optimum',
      ofClasses({}),
      'needs a target that is a number, and in this step its target is one of two classes; choose another target',
    ],
    [
      'threshold',
      lessonOf({}),
      'needs a target with two classes, and in this step its target is a number; choose another target',
    ],
    [
      'probabilities',
      lessonOf({}),
      'needs a target with classes, and in this step its target is a number; choose another target, or set task',
    ],
    ['units', lessonOf({}), 'needs a hidden layer, and in this step it has no hidden layer; set hidden'],
    ['race', lessonOf({}), 'needs optimizers, and in this step race names none; name two to six in race'],
  ])('the view %s', async (view, text, why) => {
    expect(
      await sentencesAt('views:', text.replace('views: [predictions]', `views: [curves, ${view}]`)),
    ).toEqual([`The view ${view} ${why}, or leave ${view} out.`]);
  });

  it('a view of a step before, after what it needs has gone', async () => {
    const more = '\n## Two\n\n```step\nset: { hidden: [3] }\nweights: null\n```\n';
    const text = lessonOf({ more }).replace('views: [predictions]', 'views: [optimum]');
    expect(await sentencesAt('hidden: [3]', text)).toEqual([
      'The view optimum needs a network without hidden layers, and in this step it has a hidden layer; set hidden: [], or leave optimum out.',
    ]);
  });

  it('a control that is locked, and one that is outlined and not there', async () => {
    expect(await sentencesAt('locked', lessonOf({ step: 'locked: { activation: It stays. }' }))).toEqual([
      'The control activation needs a hidden layer, and in this step it has no hidden layer; set hidden, or leave activation out.',
    ]);
    expect(await sentencesAt('point:', lessonOf({ step: 'controls: [step]\npoint: seed' }))).toEqual([
      'point names seed, which this step does not show; name a view or control of the step: predictions, step.',
    ]);
  });

  it.each([
    [
      'validationLoss < 1',
      'validationLoss needs validation rows, and in this step its split has none; set split',
    ],
    ["rmse('test') < 1", 'rmse needs test rows, and in this step its split has none; set split'],
    [
      "accuracy('train') > 0.5",
      'accuracy needs a target with classes, and in this step its target is a number; choose another target, or set task',
    ],
    [
      'raceEpoch > 3',
      'raceEpoch needs the view race, and in this step its views have no race; name it in views',
    ],
    [
      'walkSeen > 3',
      'walkSeen needs the view walk, and in this step its views have no walk; name it in views',
    ],
    [
      'threshold > 0.5',
      'threshold needs a target with two classes, and in this step its target is a number; choose another target',
    ],
  ])('a goal %s', async (when, why) => {
    const [name] = why.split(' ');
    expect(await sentencesAt('when:', lessonOf({ when }))).toEqual([
      `The quantity ${why}, or leave ${name} out.`,
    ]);
  });

  it('an optimizer that does not race', async () => {
    const step = 'race: [{ type: sgd, learningRate: 0.1 }, { type: adam, learningRate: 0.1 }]';
    const text = lessonOf({ step, when: "raceLoss('lion') < 1" }).replace('[predictions]', '[race]');
    expect(await sentencesAt('when:', text)).toEqual([
      "raceLoss('lion') names lion, which is not in this step's race; it has sgd, adam.",
    ]);
  });

  it('is not asked of a table of the learner, but for what the lesson says of it', async () => {
    const own = (step: string) =>
      lessonOf({
        more: `\n## Mine\n\n\`\`\`step\nown: true\n${step}\n\`\`\`\n\nThis is {{validationLoss}}.\n`,
      });
    expect(await mistakesIn(own('views: [curves, metrics]\nrow: 500'))).toEqual([]);
    expect(await mistakesIn(own('views: [threshold]'))).toHaveLength(1);
  });
});

describe('among other lessons', () => {
  let beside: string | null = null;
  afterEach(async () => {
    if (beside !== null) await rm(beside);
    beside = null;
  });
  const korean = (text: string) => text.replace('title: Of a test', 'title: 시험\nlanguage: ko');

  it('it may come after those of the program and those beside it, and after no others', async () => {
    beside = await written('first.md', [lessonOf({}).replace('lesson: of-a-test', 'lesson: my-first')]);
    const before = (ids: string) => lessonOf({ front: `before: [${ids}]` });
    expect(await sentencesAt('before:', before('gradient-descent, my-first, gradient-decent'))).toEqual([
      'There is no lesson "gradient-decent"; did you mean "gradient-descent"?',
    ]);
  });

  it('it has no id of the program’s', async () => {
    const text = lessonOf({}).replace('lesson: of-a-test', 'lesson: neuron');
    expect(await sentencesAt('lesson:', text)).toEqual([
      'neuron is the id of a lesson of the program, and what is done of both would be kept as one; choose another id.',
    ]);
  });

  it('it may have other words in its other language', async () => {
    const translated = korean(lessonOf({})).replace('goal: Reach it.', 'goal: 도달하십시오.');
    beside = await written('of-a-test.ko.md', [translated]);
    expect(await mistakesIn(lessonOf({}))).toEqual([]);
  });

  it.each([
    ['set: {', 'patience: 0', 'patience: 5', 'table:', 'The fields of the front matter'],
    [
      'a step',
      'views: [predictions]',
      'views: [curves]',
      'views:',
      'The views, controls and settings of step 1',
    ],
    ['a goal', 'when: "step > 0"', 'when: "step > 1"', 'views:', 'The questions and goals of step 1'],
    ['a number', '{{loss}}', '{{startLoss}}', 'views:', 'The live numbers of step 1'],
    ['a step more', '\n```goal', '\n## Two\n\n```goal', 'views:', 'The steps'],
  ])('it has no other %s there', async (_what, here, there, at, differ) => {
    const text = lessonOf({ numbers: ['loss'] });
    expect(text).toContain(here);
    beside = await written('of-a-test.ko.md', [korean(text.replace(here, there))]);
    const line = lineOf(text, at) - (at === 'views:' ? 1 : 0);
    expect(await mistakesIn(text)).toEqual([
      `Line ${line}: ${differ} differ from those of of-a-test.ko.md, the same lesson in another language; only its words may.`,
    ]);
  });
});

it('initial weights that do not fit are told on their own line', async () => {
  const text = lessonOf({ front: raw.replace('[[0.5]]', '[[0.5, 1]]') });
  const [sentence, ...more] = await sentencesAt('weights:', text);
  expect(sentence).toContain('The initial weights set by hand for layer 1 are for 1 unit with 2 inputs');
  expect(more).toEqual([]);
});

it('a race without optimizers is told once', async () => {
  const text = lessonOf({ when: "raceLoss('adam') < 1" }).replace('[predictions]', '[race]');
  expect(await mistakesIn(text)).toHaveLength(1);
});
