// What is predicted: a number (or several), one of two classes, or one of more.
import { z } from 'zod';

export const tasks = ['regression', 'binary', 'multiclass'] as const;
export const taskSchema = z.enum(tasks);
export type Task = z.infer<typeof taskSchema>;
