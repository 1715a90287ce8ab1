// The calls of lessons.
import { AppError } from '../../contract/issues/errors.ts';
import type { Implementer } from '../implementer.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

export function lessonRouter(os: Implementer['lessons'], session: WorkspaceSession) {
  return {
    list: os.list.handler(() => []),
    open: os.open.handler(() => noLesson()),
    get: os.get.handler(() => noLesson()),
    enter: os.enter.handler(() => noLesson()),
    answer: os.answer.handler(() => noLesson()),
    train: os.train.handler(() => noLesson()),
    look: os.look.handler(() => noLesson()),
    useOwn: os.useOwn.handler(() => noLesson()),
    read: os.read.handler(() => noLesson()),
    close: os.close.handler(() => session.change({ lesson: null })),
  };
}

function noLesson(): never {
  throw new AppError('lesson_needed', 'No lesson is open; open one first.');
}
