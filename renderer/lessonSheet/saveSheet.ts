// Saves the class sheet of lessons as one HTML file; what writes it is fetched when it is asked for.

import type { Lesson, LessonLanguage } from '../../app/contract/lesson/lesson.ts';
import { saveFile } from '../state/saveFile.ts';

export async function saveSheet(lessons: readonly Lesson[], language: LessonLanguage): Promise<void> {
  const { writeSheet } = await import('./lessonSheet.ts');
  const name = lessons.length === 1 ? (lessons[0]?.id ?? 'lesson') : 'lessons';
  saveFile(new File([writeSheet(lessons, language)], `${name}-${language}.html`, { type: 'text/html' }));
}
