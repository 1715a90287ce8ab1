// Asks before the app quits while a run trains. A native dialog with its own texts, because the page may be closing.
import type { MessageBoxSyncOptions } from 'electron';

const words = {
  en: {
    message: 'Training is still running.',
    detail: 'Quitting ends it after the last finished epoch. You can go on from there the next time.',
    buttons: ['Keep training', 'Quit'],
  },
  ko: {
    message: '아직 학습하고 있습니다.',
    detail: '끝내면 마지막으로 마친 에포크까지만 남습니다. 다음에 거기서 이어 갈 수 있습니다.',
    buttons: ['계속 학습하기', '끝내기'],
  },
};

export function quitQuestion(locale: string): MessageBoxSyncOptions {
  const text = locale.startsWith('ko') ? words.ko : words.en;
  return { type: 'question', ...text, defaultId: 0, cancelId: 0, noLink: true };
}

/** Index of the button that quits. */
export const quitAnswer = 1;
