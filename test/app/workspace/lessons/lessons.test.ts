// A lesson from its opening to its end, with the real engine: what its steps set, its one run, what is kept of it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Learner, learningRate, race, rewind, steps, train } from '../../../lessons/learner.ts';
import { type Client, code, connect, currentSpec, now, written } from '../table/openedTable.ts';
import { openedLesson } from './openLesson.ts';

const question = `
\`\`\`question
id: choice
ask: Which one?
options: [this, that]
right: 2
because: So it is.
reveals: { set: { learningRate: 0.02 }, views: [curves] }
\`\`\`

\`\`\`question
id: number
ask: How many rows?
answer: rows * 2
within: 10%
because: So it is.
\`\`\`

\`\`\`goal
id: hidden
goal: Shown only below the questions.
when: rows == 6
now: There are {{rows}}.
hint: None.
\`\`\`
`;
const second = `
## Two

\`\`\`step
set: { hidden: [3], activation: tanh, learningRate: 0.3 }
\`\`\`

## Three

\`\`\`step
set: { optimizer: adam, learningRate: 0.01 }
weights: null
\`\`\`

## Mine

\`\`\`step
own: true
\`\`\`

The loss is {{loss}}.

\`\`\`goal
id: own
goal: Train.
when: step > 0
now: Not yet.
hint: Train.
\`\`\`
`;
const homeOf = async (client: Client) => (await client.app.info()).home;
const runFolders = async (client: Client) => readdir(join(await homeOf(client), 'runs')).catch(() => []);
const keptOf = async (client: Client) =>
  JSON.parse(await readFile(join(await homeOf(client), 'lessons.json'), 'utf8')).lessons['of-a-test'];

describe('a lesson', () => {
  it('opens its table and begins with its settings and weights', async () => {
    const { client, lesson } = await openedLesson();
    const { dataset, spec, plan, run, lesson: open } = await now(client);
    expect(lesson.steps.map(({ title }) => title)).toEqual(['One']);
    expect([dataset!.fileName, run]).toEqual(['points.csv', null]);
    expect(open).toEqual({
      id: 'of-a-test',
      step: 0,
      own: false,
      progress: { step: 0, met: [], answers: {}, rightAnswers: {}, done: false },
    });
    expect(spec!.model).toMatchObject({ layers: [], initialWeights: [{ weight: [[0.5]], bias: [0.25] }] });
    expect(spec!.training).toMatchObject({
      optimizer: { type: 'sgd', learningRate: 0.05 },
      batchSize: 'full',
      epochs: 500,
    });
    expect(plan!.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('changes in a step only what the step sets; what the learner changed stays', async () => {
    const { client } = await openedLesson({ more: second });
    const learner = new Learner(client, await client.lessons.get({ language: 'en' }));
    await learner.edit((spec) => ({ ...spec, seed: 77, training: { ...spec.training, epochs: 321 } }));
    await learner.enter(1);
    const two = await currentSpec(client);
    expect(two.model.layers).toMatchObject([{ units: 3, activation: 'tanh' }]);
    expect(two.model.initialWeights).toBeUndefined();
    expect(two).toMatchObject({
      seed: 77,
      training: { epochs: 321, optimizer: { type: 'sgd', learningRate: 0.3, weightDecay: 0 } },
    });
    await learner.enter(2);
    const three = await currentSpec(client);
    expect(three.model.layers).toMatchObject([{ units: 3 }]);
    expect(three).toMatchObject({
      seed: 77,
      training: { epochs: 321, optimizer: { type: 'adam', learningRate: 0.01 } },
    });
  });

  it('closes the race of a step on entering another one', async () => {
    const entrants = 'race: [{ type: adam, learningRate: 0.1 }, { type: adaGrad, learningRate: 0.1 }]';
    const views = `views: [race]\n${entrants}`;
    const { client, lesson } = await openedLesson({
      more: `\n## Two\n\n\`\`\`step\n${views}\n\`\`\`\n${second}`,
    });
    const learner = new Learner(client, lesson);
    await learner.enter(1);
    await race(3).do(learner);
    expect((await now(client)).race).not.toBeNull();
    await learner.enter(1);
    expect((await now(client)).race).toBeNull();
  });

  it('that is refused leaves what is open as it is', async () => {
    const { client } = await openedLesson();
    const bad = await written('bad.md', ['---', 'lesson: x', '---', '', '## One']);
    expect(await code(client.lessons.open({ lesson: { kind: 'path', path: bad }, language: 'en' }))).toBe(
      'lesson_invalid',
    );
    expect(await code(client.lessons.open({ lesson: { kind: 'shipped', id: 'none' }, language: 'en' }))).toBe(
      'lesson_not_found',
    );
    expect((await now(client)).lesson!.id).toBe('of-a-test');
    expect(await code(connect().lessons.enter({ step: 9 }))).toBe('option_invalid');
  });

  it('is what workspace.open finds in Markdown with front matter; other Markdown may be a table', async () => {
    const { client, file } = await openedLesson();
    expect(await client.workspace.open({ file: { kind: 'path', path: file } })).toEqual({ kind: 'lesson' });
    const table = await written('table.md', ['| a | b |', '|---|---|', '| 1 | 2 |', '| 3 | 4 |']);
    expect(await client.workspace.open({ file: { kind: 'path', path: table } })).toEqual({ kind: 'table' });
  });

  it('needs to be open for its calls', async () => {
    const client = connect();
    expect(await code(client.lessons.look({}))).toBe('lesson_needed');
    expect(await code(client.lessons.train({ unit: 'batch' }))).toBe('lesson_needed');
    await client.lessons.close();
  });
});

describe('a question', () => {
  it('is judged by its first answer, and reveals settings', async () => {
    const { client } = await openedLesson({ more: question });
    expect(await client.lessons.answer({ question: 'choice', answer: 0 })).toEqual({
      right: false,
      rightAnswer: 1,
    });
    expect(await client.lessons.answer({ question: 'choice', answer: 1 })).toEqual({
      right: false,
      rightAnswer: 1,
    });
    expect((await currentSpec(client)).training.optimizer.learningRate).toBe(0.02);
    expect(await code(client.lessons.answer({ question: 'other', answer: 1 }))).toBe('option_invalid');
    expect((await now(client)).lesson!.progress).toMatchObject({
      answers: { choice: 0 },
      rightAnswers: { choice: 1 },
    });
  });

  it('for a number is right within its tolerance', async () => {
    const { client } = await openedLesson({ more: question });
    expect(await client.lessons.answer({ question: 'number', answer: 11 })).toEqual({
      right: true,
      rightAnswer: 12,
    });
    const { client: again } = await openedLesson({ more: question.replace('id: number', 'id: other') });
    expect(await again.lessons.answer({ question: 'other', answer: 10.7 })).toEqual({
      right: false,
      rightAnswer: 12,
    });
  });

  it('hides the goals below it: they are met once it is answered', async () => {
    const { client } = await openedLesson({ more: question });
    const hidden = async () => (await client.lessons.look({})).goals.find(({ id }) => id === 'hidden');
    expect(await hidden()).toEqual({ id: 'hidden', now: true, met: false });
    await client.lessons.answer({ question: 'choice', answer: 1 });
    await client.lessons.answer({ question: 'number', answer: 12 });
    expect(await hidden()).toEqual({ id: 'hidden', now: true, met: true });
  });
});

describe('the run of a lesson', () => {
  it('begins with the first step and goes on with the next ones', async () => {
    const { client, lesson } = await openedLesson();
    const learner = new Learner(client, lesson);
    await steps(2).do(learner);
    const first = (await now(client)).run!;
    await steps(3).do(learner);
    const second = (await now(client)).run!;
    expect([first.progress.step, second.progress.step, second.id]).toEqual([2, 5, first.id]);
    expect(await runFolders(client)).toEqual([first.id]);
  });

  it('goes on with another learning rate, and back again, as recorded changes', async () => {
    const { client, lesson } = await openedLesson();
    const learner = new Learner(client, lesson);
    await steps(2).do(learner);
    await learningRate(0.2).do(learner);
    await learningRate(0.05).do(learner);
    await steps(1).do(learner);
    const { run } = await now(client);
    expect([run!.progress.step, run!.progress.learningRate]).toEqual([3, 0.05]);
  });

  it('is removed for good where an edit needs another one, unless it is starred', async () => {
    const { client, lesson } = await openedLesson();
    const learner = new Learner(client, lesson);
    await steps(1).do(learner);
    await learner.edit((spec) => ({ ...spec, seed: 5 }));
    expect([(await now(client)).run, await runFolders(client)]).toEqual([null, []]);
    await steps(1).do(learner);
    const { id } = (await now(client)).run!;
    await client.runs.note({ runId: id, starred: true });
    await learner.edit((spec) => ({ ...spec, seed: 6 }));
    expect([(await now(client)).run, await runFolders(client)]).toEqual([null, [id]]);
  });

  it('ends, and the next step begins a new one in its place', async () => {
    const { client, lesson } = await openedLesson();
    const learner = new Learner(client, lesson);
    await learner.edit((spec) => ({ ...spec, training: { ...spec.training, epochs: 3 } }));
    await train.do(learner);
    const { run } = await now(client);
    expect(run!.progress.state).toBe('finished');
    await steps(1).do(learner);
    const next = (await now(client)).run!;
    expect([next.progress.step, await runFolders(client)]).toEqual([1, [next.id]]);
    await rewind.do(learner);
    expect((await now(client)).run!.progress.step).toBe(0);
  });

  it('stays when the lesson is left', async () => {
    const { client, lesson } = await openedLesson();
    await steps(1).do(new Learner(client, lesson));
    const { run } = await now(client);
    await client.lessons.close();
    expect(await now(client)).toMatchObject({
      lesson: null,
      run: { id: run!.id },
      dataset: { fileName: 'points.csv' },
    });
  });

  it('of somebody else is not touched', async () => {
    const { client, file } = await openedLesson();
    await client.lessons.close();
    await client.training.start({ paused: true });
    expect(await code(client.lessons.open({ lesson: { kind: 'path', path: file }, language: 'en' }))).toBe(
      'run_busy',
    );
  });
});

describe('progress', () => {
  it('is kept in the home folder, and taken up where it was left', async () => {
    const { client, lesson, file } = await openedLesson({ more: second });
    const learner = new Learner(client, lesson);
    await steps(1).do(learner);
    await learner.look();
    await learner.enter(2);
    const kept = { step: 2, met: ['goal'], answers: {}, rightAnswers: {}, done: false };
    expect(await keptOf(client)).toEqual(kept);
    await client.lessons.open({ lesson: { kind: 'path', path: file }, language: 'en' });
    expect((await now(client)).lesson).toEqual({ id: 'of-a-test', step: 2, own: false, progress: kept });
    expect((await currentSpec(client)).model.layers).toMatchObject([{ units: 3 }]);
    await client.lessons.open({ lesson: { kind: 'path', path: file }, language: 'en', fromStart: true });
    expect((await now(client)).lesson).toMatchObject({ step: 0, progress: { met: ['goal'] } });
  });

  it('that is damaged is put aside', async () => {
    const { client, lesson } = await openedLesson();
    const home = await homeOf(client);
    await writeFile(join(home, 'lessons.json'), '{"version":1,');
    await new Learner(client, lesson).enter(0);
    expect((await readdir(home)).filter((name) => name.startsWith('lessons.json')).toSorted()).toEqual([
      'lessons.json',
      'lessons.json.damaged',
    ]);
    const { notices } = await now(client);
    expect(notices.map(({ kind, values }) => [kind, values])).toEqual([
      ['lessonsDamaged', { renamed: join(home, 'lessons.json.damaged') }],
    ]);
  });

  it('is done at the last step, with all goals met but those of the own table', async () => {
    const { client, lesson } = await openedLesson({ more: second });
    const learner = new Learner(client, lesson);
    await learner.enter(3);
    await learner.look();
    expect((await now(client)).lesson!.progress.done).toBe(false);
    await learner.enter(0);
    await steps(1).do(learner);
    await learner.look();
    await learner.enter(3);
    const { goals } = await learner.look();
    expect(goals).toEqual([{ id: 'own', now: false, met: false }]);
    expect((await now(client)).lesson!.progress).toMatchObject({ done: true, met: ['goal'] });
  });
});

describe("the learner's own table", () => {
  const rows = [
    'size,age,colour,price',
    ...Array.from({ length: 20 }, (_, k) => `${k % 7},${k % 5},${k % 2 ? 'red' : 'blue'},${3 * (k % 7) + 1}`),
  ];
  async function onOwn() {
    const opened = await openedLesson({ more: second });
    const learner = new Learner(opened.client, opened.lesson);
    for (const step of [1, 2, 3]) await learner.enter(step);
    await opened.client.dataset.open({ file: { kind: 'path', path: await written('own.csv', rows) } });
    return { ...opened, learner };
  }

  it('is waited for: before it is chosen, its step tells no number of another table', async () => {
    const { client, lesson } = await openedLesson({ more: second });
    const learner = new Learner(client, lesson);
    await learner.enter(3);
    expect((await learner.look()).values).toEqual({ loss: null });
  });

  it("gets the lesson's settings, and its goals count", async () => {
    const { client, learner } = await onOwn();
    await client.lessons.useOwn({ target: 'price', features: ['size'] });
    const { spec, lesson } = await now(client);
    expect(lesson!.own).toBe(true);
    expect(spec!.model.layers).toMatchObject([{ units: 3, activation: 'tanh' }]);
    expect(spec!.training.optimizer).toMatchObject({ type: 'adam', learningRate: 0.01 });
    expect(spec!.data.columns.filter(({ role }) => role === 'feature').map(({ name }) => name)).toEqual([
      'size',
    ]);
    await steps(1).do(learner);
    expect((await learner.look()).goals).toEqual([{ id: 'own', now: true, met: true }]);
  });

  it.each([
    [
      'a target of classes',
      { target: 'colour', features: ['size'] },
      'The target of this lesson must be a number; the column "colour" holds none.',
    ],
    [
      'too many columns',
      { target: 'price', features: ['size', 'age'] },
      'This lesson needs 1 feature column; 2 are chosen.',
    ],
    [
      'a column of text',
      { target: 'price', features: ['colour'] },
      'The features of this lesson must be numbers; the column "colour" holds none.',
    ],
  ])('with %s is refused', async (_what, chosen, sentence) => {
    const { client } = await onOwn();
    await expect(client.lessons.useOwn(chosen)).rejects.toThrow(sentence);
    expect((await now(client)).lesson!.own).toBe(false);
  });

  it("is left for the lesson's own table by going back", async () => {
    const { client, learner } = await onOwn();
    await client.lessons.useOwn({ target: 'price', features: ['size'] });
    await learner.enter(1);
    expect(await now(client)).toMatchObject({
      dataset: { fileName: 'points.csv' },
      lesson: { step: 1, own: false },
    });
    expect((await currentSpec(client)).model.layers).toMatchObject([{ units: 3 }]);
  });
});

describe('shipped lessons', () => {
  it('are listed in both languages with what was done, and read without being opened', async () => {
    const client = connect();
    const { lessons: list } = await client.lessons.list({ language: 'en' });
    expect(list.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, k) => k + 1));
    expect(list[6]).toMatchObject({ id: 'gradient-descent', title: 'Gradient descent', progress: null });
    expect(list.every(({ steps: titles, goals }) => titles.length > 2 && goals >= 2)).toBe(true);
    const { title } = await client.lessons.read({ lesson: { kind: 'shipped', id: 'loss' }, language: 'en' });
    expect([title, (await now(client)).lesson]).toEqual(['Loss', null]);
  });
});
