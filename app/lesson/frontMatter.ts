// The front matter of a lesson: what it is called, its table, and how it begins.
import { z } from 'zod';
import { arrangementSchema } from '../contract/lesson/arrangement.ts';
import { lessonLanguages, lessonParts, lessonSchema, ownTableSchema } from '../contract/lesson/lesson.ts';
import type { Piece } from './divide.ts';
import type { Mistakes } from './mistakes.ts';
import { checkFields } from './yaml/checkFields.ts';
import { readYaml } from './yaml/readYaml.ts';

const text = z.string().trim().min(1).max(200);
/** YAML reads the name 2024 as a number. */
const columnName = z.union([z.string(), z.number()]).transform(String);

const frontMatterSchema = z.strictObject({
  lesson: lessonSchema.shape.id,
  title: text,
  summary: text,
  number: z.number().int().min(1).nullable().default(null),
  part: z.enum(lessonParts).nullable().default(null),
  language: z.enum(lessonLanguages).default('en'),
  table: z
    .string()
    .max(255)
    .refine(
      (name) => /^[^/\\\p{Cc}]+$/u.test(name) && !name.startsWith('.'),
      'it is the name of a file, without a folder',
    ),
  target: columnName,
  features: z.array(columnName).min(1),
  set: arrangementSchema.shape.set,
  weights: arrangementSchema.shape.weights,
  before: z.array(lessonSchema.shape.id).default([]),
  own: ownTableSchema.nullable().default(null),
});

export interface FrontMatter {
  fields: Omit<z.infer<typeof frontMatterSchema>, 'lesson'> & { id: string };
  lines: Record<'lesson' | 'table' | 'target' | 'features' | 'set' | 'weights' | 'before', number>;
}

export function readFrontMatter({ text: source, line }: Piece, mistakes: Mistakes): FrontMatter | null {
  const yaml = readYaml(source, line, mistakes);
  if (yaml === null) return null;
  const read = checkFields(frontMatterSchema, yaml, 'front matter', mistakes);
  if (read === null) return null;
  const { lesson: id, ...fields } = read;
  const at = (name: string) => yaml.lineAt([name]);
  const lines = {
    ...{ lesson: at('lesson'), table: at('table'), target: at('target'), features: at('features') },
    ...{ set: at('set'), weights: at('weights'), before: at('before') },
  };
  return { fields: { id, ...fields }, lines };
}
