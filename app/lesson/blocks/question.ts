// A question: its text, and the right answer, which only the backend knows.
import { z } from 'zod';
import { arrangementSchema } from '../../contract/lesson/arrangement.ts';
import type { Question } from '../../contract/lesson/lesson.ts';
import type { NumberTree } from '../expression/tree.ts';
import { cut } from '../mistakes.ts';
import type { TextContext } from '../text/textContext.ts';
import { checkFields } from '../yaml/checkFields.ts';
import type { Yaml } from '../yaml/readYaml.ts';
import { expressionField, idField, lineOfText, textField } from './textFields.ts';

/** An option by its index from 0, or a number: `within` is a share of it, or a distance. */
export type RightAnswer =
  | { kind: 'option'; index: number }
  | { kind: 'number'; tree: NumberTree; within: { share: number } | { distance: number } };

const questionSchema = z.strictObject({
  id: idField,
  ask: textField,
  options: z.array(textField).min(2).max(8).optional(),
  right: z.number().optional(),
  answer: expressionField.optional(),
  within: z
    .union([z.number().min(0), z.string()])
    .refine((within) => typeof within === 'number' || share(within) !== null, 'a number, or percent as in 2%')
    .optional(),
  because: textField,
  reveals: arrangementSchema.optional(),
});
type Fields = z.infer<typeof questionSchema>;

export function readQuestion(
  yaml: Yaml,
  context: TextContext,
): { question: Question; answer: RightAnswer | null } | null {
  const fields = checkFields(questionSchema, yaml, 'question', context.mistakes);
  if (fields === null) return null;
  const { id, ask, options, because, reveals } = fields;
  const line = (text: string, ...path: PropertyKey[]) => lineOfText(text, yaml, path, context);
  return {
    question: {
      id,
      ask: line(ask, 'ask'),
      options: options?.map((option, k) => line(option, 'options', k)) ?? null,
      because: line(because, 'because'),
      reveals: reveals ?? null,
    },
    answer: answerOf(fields, yaml, context),
  };
}

function answerOf(fields: Fields, yaml: Yaml, context: TextContext): RightAnswer | null {
  const isChoice = fields.options !== undefined;
  const fits = refuseOther(fields, isChoice ? ['right'] : ['answer', 'within'], yaml, context);
  if (!fits) return null;
  return isChoice ? chosen(fields, yaml, context) : typed(fields, yaml, context);
}

/** Whether the question has the fields that its kind needs, and none of the other kind. */
function refuseOther(
  fields: Fields,
  needed: readonly ('right' | 'answer' | 'within')[],
  yaml: Yaml,
  { mistakes }: TextContext,
): boolean {
  const kind = needed.length === 1 ? 'question with options' : 'question without options';
  let fits = true;
  for (const field of ['right', 'answer', 'within'] as const) {
    const [wanted, given] = [needed.includes(field), fields[field] !== undefined];
    if (wanted === given) continue;
    fits = false;
    const line = yaml.lineAt([field]);
    if (wanted)
      mistakes.add('lesson_field_missing', line, { block: kind, field }, `The ${kind} lacks ${field}.`);
    else {
      const values = { block: kind, field, nearest: needed[0]!, known: needed.join(', ') };
      mistakes.add(
        'lesson_field_unknown',
        line,
        values,
        `A ${kind} has no field "${field}"; it has ${needed.join(' and ')}.`,
      );
    }
  }
  return fits;
}

function chosen(
  { options = [], right = 0 }: Fields,
  yaml: Yaml,
  { mistakes }: TextContext,
): RightAnswer | null {
  if (Number.isInteger(right) && right >= 1 && right <= options.length)
    return { kind: 'option', index: right - 1 };
  const found = cut(String(right));
  const values = { found, options: options.length };
  const sentence = `right must be the number of an option, from 1 to ${options.length}; it is ${found}.`;
  mistakes.add('lesson_right_wrong', yaml.lineAt(['right']), values, sentence);
  return null;
}

function typed({ answer = '', within = 0 }: Fields, yaml: Yaml, context: TextContext): RightAnswer | null {
  const tree = context.number(answer, yaml.textLineAt(['answer']));
  if (tree === null) return null;
  const near = typeof within === 'number' ? { distance: within } : { share: share(within) ?? 0 };
  return { kind: 'number', tree, within: near };
}

function share(within: string): number | null {
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(within.trim()) ?? [];
  return percent === undefined ? null : Number(percent) / 100;
}
