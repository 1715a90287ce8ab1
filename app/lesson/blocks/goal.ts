// A goal: its texts, and its condition as a tree.
import { z } from 'zod';
import type { Goal } from '../../contract/lesson/lesson.ts';
import type { ConditionTree } from '../expression/tree.ts';
import type { TextContext } from '../text/textContext.ts';
import { checkFields } from '../yaml/checkFields.ts';
import type { Yaml } from '../yaml/readYaml.ts';
import { idField, lineOfText, textField } from './textFields.ts';

const goalSchema = z.strictObject({
  id: idField,
  goal: textField,
  when: z.string(),
  now: textField,
  met: textField.optional(),
  hint: textField,
});

export function readGoal(
  yaml: Yaml,
  context: TextContext,
): { goal: Goal; condition: ConditionTree | null } | null {
  const fields = checkFields(goalSchema, yaml, 'goal', context.mistakes);
  if (fields === null) return null;
  const { id, goal, when, now, met, hint } = fields;
  const line = (text: string, field: string) => lineOfText(text, yaml, [field], context);
  return {
    goal: {
      id,
      goal: line(goal, 'goal'),
      when,
      now: line(now, 'now'),
      met: met === undefined ? [] : line(met, 'met'),
      hint: line(hint, 'hint'),
    },
    condition: context.condition(when, yaml.textLineAt(['when'])),
  };
}
