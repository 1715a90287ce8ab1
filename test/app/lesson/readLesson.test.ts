import { describe, expect, it } from 'vitest';
import { largestLesson } from '../../../app/lesson/largestLesson.ts';
import { readLesson } from '../../../app/lesson/readLesson.ts';
import { edited, lessonText } from './lessonText.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const sentences = (text: string) => readLesson(bytes(text)).issues.map(({ message }) => message);

describe('a lesson without mistakes', () => {
  const { file } = readLesson(bytes(lessonText));

  it('becomes steps with texts, questions and goals in their order', () => {
    const { lesson } = file!;
    expect(lesson).toMatchObject({ id: 'small', language: 'en', number: null, before: [], target: 'y' });
    expect(lesson.steps.map(({ title, own }) => [title, own])).toEqual([
      ['First', false],
      ['Second', true],
    ]);
    const [first, second] = lesson.steps;
    expect(first!.arrangement).toEqual({
      views: ['predictions', 'curves'],
      controls: ['step', 'learningRate'],
      locked: { seed: 'It stays as it is.' },
    });
    expect(second!.arrangement).toEqual({});
    expect(first!.blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'question', 'math', 'goal']);
    expect(second!.blocks).toEqual([
      {
        kind: 'list',
        ordered: false,
        items: [
          [{ kind: 'text', text: 'one' }],
          [{ kind: 'emphasis', parts: [{ kind: 'text', text: 'two' }] }],
        ],
      },
    ]);
  });

  it('has live numbers, terms and formulas as small trees', () => {
    expect(file!.lesson.steps[0]!.blocks[0]).toEqual({
      kind: 'paragraph',
      parts: [
        { kind: 'text', text: 'The ' },
        { kind: 'strong', parts: [{ kind: 'text', text: 'loss' }] },
        { kind: 'text', text: ' is ' },
        { kind: 'value', expression: 'loss', digits: 5 },
        { kind: 'text', text: ', by the ' },
        { kind: 'term', term: 'learning rate', text: 'rate' },
        { kind: 'text', text: ' ' },
        { kind: 'math', tex: '\\eta' },
        { kind: 'text', text: '.' },
      ],
    });
    expect([...file!.numbers[0]!.keys()]).toEqual(['loss', 'w']);
  });

  it('keeps from the page which answer is right', () => {
    expect(file!.answers.get('one')).toEqual({ kind: 'option', index: 1 });
    expect(JSON.stringify(file!.lesson)).not.toContain('right');
  });

  it('keeps a number and its percent sign on one line', () => {
    const text = lessonText.replace('The **loss', 'It keeps 90 % of it. The **loss');
    expect(JSON.stringify(readLesson(bytes(text)).file!.lesson.steps)).toContain('90\u00a0% of it');
  });

  it('may have lines that end as on Windows', () => {
    const { places, ...read } = readLesson(bytes(lessonText.replaceAll('\n', '\r\n'))).file!;
    const { places: there, ...expected } = file!;
    expect(read).toEqual(expected);
    expect(places.map(({ line }) => line)).toEqual(there.map(({ line }) => line));
  });

  it('shows a term by its Korean name in a Korean lesson, and closes ** before a Korean letter', () => {
    const korean = edited('table:', 'language: ko\ntable:')
      .text.replace('[[learning rate|rate]]', '[[learning rate]]')
      .replace('**loss**', '**손실(loss)**은');
    const parts = readLesson(bytes(korean)).file!.lesson.steps[0]!.blocks[0];
    expect(parts).toMatchObject({
      parts: [
        { text: 'The ' },
        { kind: 'strong', parts: [{ text: '손실(loss)' }] },
        { text: '은 is ' },
        { kind: 'value' },
        { text: ', by the ' },
        { kind: 'term', term: 'learning rate', text: '학습률' },
        { text: ' ' },
        { kind: 'math' },
        { text: '.' },
      ],
    });
  });
});

/** What is replaced, by what, and the sentences that follow; `#` stands for the line of the replaced text, `#+2` for two lines below. */
const mistakes: [what: string, from: string, to: string, ...sentences: string[]][] = [
  [
    'an unknown view',
    'predictions, curves',
    'prediction',
    'Line #: There is no view "prediction"; did you mean "predictions"?',
  ],
  [
    'a view that is like none',
    'predictions, curves',
    'pie',
    'Line #: There is no view "pie"; there are predictions, squares, surface, units, curves, lossCurve, lossSurface, optimum, steps, parameters, network, layer, walk, probabilities, race, metrics, threshold.',
  ],
  [
    'too many views',
    'predictions, curves',
    'predictions, curves, network, metrics, steps',
    'Line #: views must be a list of at most 4; it is one of 5.',
  ],
  [
    'an unknown control',
    '[step, learningRate]',
    '[steps]',
    'Line #: There is no control "steps"; did you mean "step"?',
  ],
  [
    'an unknown field',
    'own: { target: number',
    'mine: { target: number',
    'Line #: A front matter has no field "mine"; there are lesson, title, summary, number, part, language, table, target, features, set, weights, before, own.',
  ],
  ['a field that is missing', 'title: A small lesson\n', '', 'Line 2: The front matter lacks title.'],
  [
    'a value of another kind',
    'features: [x]',
    'features: x',
    'Line #: features must be a list, each a text, or a number; it is x.',
  ],
  [
    'a number out of range',
    'learningRate: 0.1',
    'learningRate: 0',
    'Line #: set.learningRate must be a number from 1e-9 to 1000; it is 0.',
  ],
  [
    'an id in capitals',
    'lesson: small',
    'lesson: Small',
    'Line #: lesson must be a text of small letters, digits and dashes; it is Small.',
  ],
  [
    'a table in a folder',
    'table: six.csv',
    'table: ../six.csv',
    'Line #: table must be such that it is the name of a file, without a folder; it is ../six.csv.',
  ],
  [
    'an unknown quantity',
    '{{loss:5}}',
    '{{los}}',
    'Line #: There is no quantity "los"; did you mean "loss"?',
  ],
  [
    'a quantity without its arguments',
    '{{w}}',
    '{{weight}}',
    'Line #: The expression "weight" cannot be used. weight needs arguments: weight(layer, unit, input).',
  ],
  [
    'too few arguments',
    '{{w}}',
    '{{weight(1, 1)}}',
    'Line #: The expression "weight(1, 1)" cannot be used. weight(layer, unit, input) takes 3 arguments; here are 2.',
  ],
  [
    'a layer 0',
    '{{w}}',
    '{{bias(0, 1)}}',
    'Line #: The expression "bias(0, 1)" cannot be used. The layer of bias(layer, unit) is counted from 1; it is 0.',
  ],
  [
    'an entrant 0',
    '{{w}}',
    "{{raceLoss('sgd', 0)}}",
    'Line #: The expression "raceLoss(\'sgd\', 0)" cannot be used. The number of raceLoss(optimizer, number?) is counted from 1; it is 0.',
  ],
  [
    'an argument too many',
    '{{w}}',
    "{{raceLoss('sgd', 1, 2)}}",
    'Line #: The expression "raceLoss(\'sgd\', 1, 2)" cannot be used. raceLoss(optimizer, number?) takes 1 or 2 arguments; here are 3.',
  ],
  [
    'an unknown part',
    '{{w}}',
    "{{accuracy('all')}}",
    'Line #: The expression "accuracy(\'all\')" cannot be used. accuracy(part) takes one of train, validation, test, in quotes; it has "all".',
  ],
  [
    'a number where a condition must be',
    'when: loss < 0.3 and step <= 10',
    'when: ended',
    'Line #: The expression "ended" cannot be used. A condition is needed where there is a number; compare it, as in ended == 1.',
  ],
  [
    '`not` of a number',
    'when: loss < 0.3 and step <= 10',
    'when: not loss < 0.3',
    'Line #: The expression "not loss < 0.3" cannot be used. `not` needs a condition in parentheses, as in not (loss < 1).',
  ],
  [
    'an assignment',
    'when: loss < 0.3',
    'when: loss = 0.3',
    'Line #: The expression "loss = 0.3 and step <= 10" cannot be used. Two numbers are compared with ==, not with =.',
  ],
  [
    'a member of an object',
    '{{w}}',
    '{{w.constructor}}',
    'Line #: The expression "w.constructor" cannot be used. Only numbers, named quantities, + - * /, comparisons, and, or, not, and parentheses can be used.',
  ],
  [
    'an answer that is no option',
    'right: 2',
    'right: 3',
    'Line #: right must be the number of an option, from 1 to 2; it is 3.',
  ],
  [
    'an answer to type in beside options',
    'right: 2',
    'right: 2\nanswer: loss',
    'Line #+1: A question with options has no field "answer"; it has right.',
  ],
  ['no right answer', 'right: 2\n', '', 'Line 24: The question with options lacks right.'],
  ['a goal without a hint', 'hint: Take steps.\n', '', 'Line 37: The goal lacks hint.'],
  [
    'an id twice',
    '- one',
    '```goal\nid: low\ngoal: g\nwhen: w > 1\nnow: n\nhint: h\n```\n\n- one',
    'Line #+1: The goal "low" has the id of the one on line 37; give it another.',
  ],
  [
    'no goal',
    lessonText.slice(lessonText.indexOf('```goal'), lessonText.indexOf('## Second')),
    '',
    'Line 1: The lesson has no goal; give it one or more blocks ```goal.',
  ],
  [
    'an unknown term',
    '[[learning rate|rate]]',
    '[[lerning rate]]',
    'Line #: There is no term "lerning rate"; did you mean "learning rate"?',
  ],
  [
    'HTML',
    'The **loss**',
    'The <b>loss</b>',
    "Line #: A lesson's text has no place for HTML; it has paragraphs, lists, **strong**, *emphasis*, `code`, formulas, {{numbers}} and [[terms]].",
    "Line #: A lesson's text has no place for HTML; it has paragraphs, lists, **strong**, *emphasis*, `code`, formulas, {{numbers}} and [[terms]].",
  ],
  [
    'a link',
    'The **loss**',
    'The [loss](http://a.b)',
    "Line #: A lesson's text has no place for a link; it has paragraphs, lists, **strong**, *emphasis*, `code`, formulas, {{numbers}} and [[terms]].",
  ],
  [
    'a block of another name',
    '```math',
    '```chart',
    'Line #: There is no block "chart"; there are step, question, goal, math.',
  ],
  [
    'emphasis within a number',
    '{{loss:5}}',
    '{{loss*2*3}}',
    'Line #: "{{" stands alone here. A number is written {{expression}}, with spaces around *, a term [[term]], strong text **so**.',
    'Line #: "}}" stands alone here. A number is written {{expression}}, with spaces around *, a term [[term]], strong text **so**.',
  ],
  [
    'a control that is free and locked',
    'seed: It',
    'step: It',
    'Line #: locked and controls both name step; a control is either free or locked.',
  ],
  [
    'text before the first step',
    '## First',
    'Hello.\n\n## First',
    'Line #: Text stands in front of the first step; begin it with a heading of level two (## Title).',
  ],
  [
    'a first step without views',
    'views: [predictions, curves]\n',
    '',
    'Line 15: The first step lacks views; its block ```step names one to four.',
  ],
  [
    'a colon in a text',
    'because: It is {{w}}.',
    'because: It is: {{w}}.',
    'Line #: A text has a second : in it, or goes on in a line that looks like a field. Put a text that has : or # in it, or begins with { [ ` $ * &, in quotes.',
  ],
  [
    'a backslash in double quotes',
    'because: It is {{w}}.',
    'because: "It is $`\\cdot`$."',
    'Line #: Invalid escape sequence \\c. In double quotes a backslash is written twice; put a text with formulas in single quotes.',
  ],
  [
    'a list that is not closed',
    'views: [predictions, curves]',
    'views: [predictions, curves',
    'Line #+1: Flow sequence in block collection must be sufficiently indented and end with a ]. A line above begins a list with [ or fields with {; close it with ] or }.',
  ],
  [
    'a block that is not closed',
    'hint: Take steps.\n```\n',
    'hint: Take steps.\n',
    'Line 36: The block ```goal is not closed; end it with a line of three backticks before line 43.',
  ],
  [
    'a brace in a formula',
    '{{{loss}}}',
    '{{{loss}}',
    'Line #: "{" has no counterpart in this formula. A number in it is written {{expression}}.',
  ],
  [
    'a comment in a text',
    'because: It is {{w}}.',
    'because: It is #1 of all.',
    'Line #: "#1 of all." begins a comment; put the text in quotes if it belongs to it.',
  ],
  [
    'an alias',
    'features: [x]',
    'features: &a [x]\nbefore: *a',
    'Line #: Anchors (&name) cannot be used; put a text that begins with & in quotes.',
  ],
  [
    'a prototype',
    'set: { hidden: [],',
    'set: { __proto__: { a: 1 }, hidden: [],',
    'Line #: A field cannot be called __proto__.',
  ],
  [
    'a number without end',
    'learningRate: 0.1',
    'learningRate: .inf',
    'Line #: .inf is no number that a lesson can use.',
  ],
  ['a field twice', 'features: [x]', 'features: [x]\nfeatures: [z]', 'Line #+1: Map keys must be unique.'],
  [
    'an own table that the front matter does not describe',
    'own: { target: number, features: 1 }\n',
    '',
    'Line 45: The step is done with an own table; the front matter lacks own, which says what the table needs.',
  ],
];

describe('the mistake of', () => {
  it.each(mistakes)('%s is named with its line', (_what, from, to, ...expected) => {
    const { text, line } = edited(from, to);
    const said = expected.map((one) =>
      one.replace(/#(?:\+(\d))?(?=:)/, (_, more) => String(line + Number(more ?? 0))),
    );
    expect(sentences(text)).toEqual(said);
  });
});

it('all mistakes are told, in the order of their lines', () => {
  const text = edited('right: 2', 'right: 7').text.replace('views: [predictions, curves]', 'views: [map]');
  expect(sentences(text).map((one) => one.slice(0, 8))).toEqual(['Line 16:', 'Line 27:']);
});

describe('a file that is no lesson', () => {
  it.each([
    [
      'without front matter',
      'Hello',
      'Line 1: The file does not begin with front matter between two lines of three dashes.',
    ],
    [
      'that is empty',
      '',
      'Line 1: The file does not begin with front matter between two lines of three dashes.',
    ],
  ])('%s is refused', (_what, text, sentence) => {
    expect(sentences(text)).toEqual([sentence]);
  });

  it('is refused where it is too large, and where it is not UTF-8', () => {
    const { issues } = readLesson(new Uint8Array(largestLesson + 1));
    expect(issues[0]!.message).toBe('Line 1: The file has 262145 bytes; 262144 is the limit for a lesson.');
    expect(readLesson(Uint8Array.of(0xff, 0xfe, 0)).issues[0]!.message).toBe(
      'Line 1: The file is not UTF-8; save it as UTF-8.',
    );
  });
});
