// What each control of a lesson is given.

import type { LessonControl } from '../../../../app/contract/lesson/arrangement.ts';
import type { LessonTraining } from '../../../state/lesson/lessonTraining.svelte.ts';

export interface ControlProps {
  /** Which control it is, for a component of several. */
  control: LessonControl;
  training: LessonTraining;
  /** Why it cannot be used in this step; null when it can. */
  reason: string | null;
}
