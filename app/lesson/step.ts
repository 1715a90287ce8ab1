// One step of a lesson: its heading, what the screen shows, and its texts, questions and goals in their order.
import type { Code, List, RootContent } from 'mdast';
import { z } from 'zod';
import { arrangementSchema } from '../contract/lesson/arrangement.ts';
import type { Block, Inline, LessonStep } from '../contract/lesson/lesson.ts';
import { readGoal } from './blocks/goal.ts';
import { type RightAnswer, readQuestion } from './blocks/question.ts';
import type { StepPiece } from './divide.ts';
import type { ConditionTree, Tree } from './expression/tree.ts';
import { inlineOf } from './text/inline.ts';
import type { TextContext, Written } from './text/textContext.ts';
import { checkFields } from './yaml/checkFields.ts';
import { readYaml, type Yaml } from './yaml/readYaml.ts';

/** What the page is not told, of all steps, by ids; `lines` says where each id stands. */
export interface StepTrees {
  answers: Map<string, RightAnswer>;
  conditions: Map<string, ConditionTree>;
  lines: Record<'question' | 'goal', Map<string, number>>;
}

/** Where the parts of a step stand in the file, and its expressions and formulas, for the check. */
export interface StepPlaces {
  /** The line of its block, or of its heading. */
  line: number;
  /** The line of a field of its block; that of the block where the field is not there. */
  lineAt(path: readonly PropertyKey[]): number;
  /** The same of what its questions reveal, by their ids. */
  reveals: ReadonlyMap<string, (path: readonly PropertyKey[]) => number>;
  expressions: readonly Written<Tree>[];
  formulas: readonly Written<null>[];
}

const stepSchema = arrangementSchema.extend({ own: z.boolean().optional() });

/** @param last the step before: what this one does not name stays as it was */
export function readStep(
  { heading, nodes, before }: StepPiece,
  last: LessonStep | null,
  trees: StepTrees,
  context: TextContext,
): { step: LessonStep; places: StepPlaces } {
  const reader = new StepReader(before, trees, context);
  for (const node of nodes) reader.take(node);
  const line = before + (heading.position?.start.line ?? 1);
  const title = reader.title(inlineOf(heading.children, before + 1, context), line);
  const { own, ...arrangement } = reader.arrangement ?? {};
  const lineOfSettings = reader.arrangementLine ?? line;
  const isRead = reader.arrangement !== null || reader.arrangementLine === null;
  if (isRead && last === null && (arrangement.views ?? []).length === 0)
    context.mistakes.add(
      'lesson_field_missing',
      lineOfSettings,
      { block: 'step', field: 'views' },
      'The first step lacks views; its block ```step names one to four.',
    );
  const { expressions, formulas } = context;
  return {
    step: { title, arrangement, blocks: reader.blocks, own: own ?? last?.own ?? false },
    places: {
      line: lineOfSettings,
      lineAt: (path) => reader.yaml?.lineAt(path) ?? lineOfSettings,
      reveals: reader.reveals,
      expressions,
      formulas,
    },
  };
}

class StepReader {
  readonly blocks: Block[] = [];
  arrangement: z.infer<typeof stepSchema> | null = null;
  arrangementLine: number | null = null;
  /** Of the arrangement. */
  yaml: Yaml | null = null;
  /** Lines of what questions reveal, by their ids. */
  readonly reveals = new Map<string, StepPlaces['lineAt']>();
  readonly #before: number;
  readonly #trees: StepTrees;
  readonly #context: TextContext;

  constructor(before: number, trees: StepTrees, context: TextContext) {
    this.#before = before;
    this.#trees = trees;
    this.#context = context;
  }

  take(node: RootContent): void {
    const line = this.#before + (node.position?.start.line ?? 1);
    if (node.type === 'paragraph')
      this.blocks.push({ kind: 'paragraph', parts: this.#inline(node.children) });
    else if (node.type === 'list') this.#takeList(node, line);
    else if (node.type === 'code' && (node.lang ?? '') !== '') this.#takeBlock(node, line);
    else this.#context.refuse(line, nameOf(node));
  }

  title(parts: readonly Inline[], line: number): string {
    const words = parts.map((part) => {
      if (part.kind === 'text' || part.kind === 'code') return part.text;
      this.#context.refuse(line, `a ${part.kind} in a heading`);
      return '';
    });
    const title = words.join('').trim();
    if (title === '')
      this.#context.mistakes.add(
        'lesson_field_missing',
        line,
        { block: 'step', field: 'title' },
        'The heading of the step is empty.',
      );
    return title;
  }

  #inline(nodes: Parameters<typeof inlineOf>[0]): Inline[] {
    return inlineOf(nodes, this.#before + 1, this.#context);
  }

  #takeList({ ordered, children }: List, line: number) {
    const items = children.map(({ children: inside }) => {
      const [first, second] = inside;
      const odd = first?.type === 'paragraph' ? second : first;
      if (odd !== undefined)
        this.#context.refuse(
          this.#before + (odd.position?.start.line ?? line),
          `${nameOf(odd)} in an item of a list`,
        );
      return first?.type === 'paragraph' ? this.#inline(first.children) : [];
    });
    this.blocks.push({ kind: 'list', ordered: ordered === true, items });
  }

  #takeBlock({ lang, value }: Code, line: number) {
    const next = value.split('\n').findIndex((one) => /^(```|## )/.test(one));
    if (next !== -1) {
      const why = `The block \`\`\`${lang} is not closed; end it with a line of three backticks before line ${line + 1 + next}.`;
      if (lang === 'step') this.arrangementLine = line;
      return this.#context.mistakes.add('lesson_unreadable', line, { why }, why);
    }
    if (lang === 'math') {
      this.#context.takeFormula(value, line + 1);
      this.blocks.push({ kind: 'math', tex: value });
      return;
    }
    const known = ['step', 'question', 'goal', 'math'];
    if (!known.includes(lang!)) return this.#context.mistakes.unknown(line, 'block', lang!, known);
    const yaml = readYaml(value, line + 1, this.#context.mistakes);
    if (yaml === null) {
      if (lang === 'step') this.arrangementLine = line;
      return;
    }
    if (lang === 'question') this.#takeQuestion(yaml);
    else if (lang === 'goal') this.#takeGoal(yaml);
    else this.#takeArrangement(yaml, line);
  }

  #takeArrangement(yaml: Yaml, line: number) {
    const { mistakes } = this.#context;
    const read = checkFields(stepSchema, yaml, 'step', mistakes);
    if (this.arrangementLine !== null || this.blocks.length > 0) {
      const expected = 'one such block at the beginning of each step';
      mistakes.add(
        'lesson_text_refused',
        line,
        { found: '```step', expected },
        `The block \`\`\`step cannot stand here; a lesson has ${expected}.`,
      );
    }
    this.arrangementLine = line;
    const both = (read?.controls ?? []).find((name) => read?.locked?.[name] !== undefined);
    if (both !== undefined)
      mistakes.add(
        'lesson_field_wrong',
        yaml.lineAt(['locked', both]),
        { field: `locked.${both}`, expected: 'a control that is not among controls', found: both },
        `locked and controls both name ${both}; a control is either free or locked.`,
      );
    this.arrangement = read;
    this.yaml = yaml;
  }

  #takeQuestion(yaml: Yaml) {
    const read = readQuestion(yaml, this.#context);
    if (read === null || !this.#isNew('question', read.question.id, yaml)) return;
    this.blocks.push({ kind: 'question', question: read.question });
    this.reveals.set(read.question.id, (path) => yaml.lineAt(['reveals', ...path]));
    if (read.answer !== null) this.#trees.answers.set(read.question.id, read.answer);
  }

  #takeGoal(yaml: Yaml) {
    const read = readGoal(yaml, this.#context);
    if (read === null || !this.#isNew('goal', read.goal.id, yaml)) return;
    this.blocks.push({ kind: 'goal', goal: read.goal });
    if (read.condition !== null) this.#trees.conditions.set(read.goal.id, read.condition);
  }

  #isNew(kind: 'question' | 'goal', id: string, yaml: Yaml): boolean {
    const ids = this.#trees.lines[kind];
    const line = yaml.lineAt(['id']);
    const first = ids.get(id);
    if (first === undefined) ids.set(id, line);
    else
      this.#context.mistakes.add(
        'lesson_id_repeated',
        line,
        { id, first },
        `The ${kind} "${id}" has the id of the one on line ${first}; give it another.`,
      );
    return first === undefined;
  }
}

function nameOf({ type }: RootContent): string {
  const names: Partial<Record<RootContent['type'], string>> = {
    html: 'HTML',
    code: 'a block of code without a name',
    heading: 'a heading that is not of level two',
    thematicBreak: 'a rule',
    blockquote: 'a quotation',
    definition: 'a link',
  };
  return names[type] ?? `a Markdown ${type}`;
}
