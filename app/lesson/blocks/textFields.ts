// Texts that stand in the YAML of a question or goal: one paragraph each.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { z } from 'zod';
import type { Inline } from '../../contract/lesson/lesson.ts';
import { inlineOf } from '../text/inline.ts';
import type { TextContext } from '../text/textContext.ts';
import type { Yaml } from '../yaml/readYaml.ts';

/** YAML reads a text of digits as a number, and "true" as no text. */
export const textField = z
  .union([z.string().trim().min(1).max(2_000), z.number(), z.boolean()])
  .transform(String);
export const expressionField = z.union([z.string(), z.number()]).transform(String);
/** Also a key of what is kept of the lesson. */
export const idField = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

/** The text at `path` of a block. */
export function lineOfText(
  text: string,
  yaml: Yaml,
  path: readonly PropertyKey[],
  context: TextContext,
): Inline[] {
  const line = yaml.textLineAt(path);
  const { children } = fromMarkdown(text);
  const [first, second] = children;
  const odd = children.find(({ type }) => type !== 'paragraph') ?? second;
  if (odd !== undefined)
    context.refuse(
      line + (odd.position?.start.line ?? 1) - 1,
      odd.type === 'paragraph' ? 'a second paragraph in one field' : `a Markdown ${odd.type} in a field`,
    );
  return first?.type === 'paragraph' ? inlineOf(first.children, line, context) : [];
}
