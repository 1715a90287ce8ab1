// The calls of lessons.
import { implement } from '@orpc/server';
import { lessonCalls } from '../../contract/calls/lessonCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { answerQuestion } from './answerQuestion.ts';
import { checkLesson } from './check/checkLesson.ts';
import {
  closeLesson,
  enterStep,
  lessonIn,
  listLessons,
  openOneLesson,
  readOneLesson,
} from './lessonCalls.ts';
import { rewindLesson, trainLesson } from './lessonRun.ts';
import { lookAt } from './looking/look.ts';
import { useOwnTable } from './ownTable.ts';

const os = implement(lessonCalls);

export function lessonRouter(session: WorkspaceSession) {
  return {
    list: os.list.handler(({ input }) => listLessons(session, input.language)),
    open: os.open.handler(({ input, signal }) => openOneLesson(session, input, signal)),
    get: os.get.handler(({ input }) => lessonIn(session, input.language)),
    enter: os.enter.handler(({ input }) => enterStep(session, input.step)),
    answer: os.answer.handler(({ input }) => answerQuestion(session, input)),
    train: os.train.handler(({ input }) => trainLesson(session, input)),
    rewind: os.rewind.handler(() => rewindLesson(session)),
    look: os.look.handler(({ input }) => lookAt(session, input)),
    useOwn: os.useOwn.handler(({ input }) => useOwnTable(session, input)),
    read: os.read.handler(({ input }) => readOneLesson(session, input.lesson, input.language)),
    check: os.check.handler(({ input }) => checkLesson(session, input.file)),
    close: os.close.handler(() => closeLesson(session)),
  };
}
