// Asks before the app quits while a run trains or weights are only in memory. A native dialog with its own texts, because the page
// may be closing.
import type { MessageBoxSyncOptions } from 'electron';
import type { AtStake } from './trainingNotice.ts';

type Words = Pick<MessageBoxSyncOptions, 'message' | 'detail' | 'buttons'>;

const words: Record<'en' | 'ko', Record<AtStake, Words>> = {
  en: {
    training: {
      message: 'Training is still running.',
      detail: 'Quitting ends it after the last finished epoch. You can go on from there the next time.',
      buttons: ['Keep training', 'Quit'],
    },
    unsaved: {
      message: 'The trained weights are not saved.',
      detail: 'They are only in memory: quitting tries to save them once more, and loses them if that fails.',
      buttons: ['Stay', 'Quit'],
    },
  },
  ko: {
    training: {
      message: '아직 학습하고 있습니다.',
      detail: '끝내면 마지막으로 마친 에포크까지만 남습니다. 다음에 거기서 이어 갈 수 있습니다.',
      buttons: ['계속 학습하기', '끝내기'],
    },
    unsaved: {
      message: '학습한 가중치가 저장되지 않았습니다.',
      detail: '메모리에만 있습니다. 끝내면 한 번 더 저장해 보고, 실패하면 사라집니다.',
      buttons: ['돌아가기', '끝내기'],
    },
  },
};

export function quitQuestion(atStake: AtStake, locale: string): MessageBoxSyncOptions {
  const text = words[locale.startsWith('ko') ? 'ko' : 'en'][atStake];
  return { type: 'question', ...text, defaultId: 0, cancelId: 0, noLink: true };
}

/** Index of the button that quits. */
export const quitAnswer = 1;
