// Sentences of the backend on the page: with the names that the forms show, in the language of the page, without names of the contract.
import { afterEach, describe, expect, test } from 'vitest';
import type { Issue } from '../../../app/contract/issues/issues.ts';
import { keptProblemKinds } from '../../../app/contract/kept.ts';
import { overwriteGetLocale } from '../../../renderer/paraglide/runtime.js';
import {
  errorSentence,
  issueSentence,
  keptProblemSentence,
  notSavedSentence,
} from '../../../renderer/wording/sentences.ts';

const languages = ['en', 'ko'] as const;
afterEach(() => overwriteGetLocale(() => 'en'));

function inBoth(say: () => string): string[] {
  return languages.map((language) => {
    overwriteGetLocale(() => language);
    return say();
  });
}

function issue(code: Issue['code'], values: Issue['values'], message = 'English.'): Issue {
  return { code, severity: 'error', stage: 'model', message, values } as Issue;
}

test('a loss, a task and a monitored value are called as on the form', () => {
  const loss = { loss: 'categoricalCrossEntropy', task: 'regression', fitting: 'meanSquaredError, huber' };
  expect(inBoth(() => issueSentence(issue('loss_does_not_fit', loss)))).toEqual([
    'The loss “Cross entropy” does not fit regression. Choose one of these: Mean squared error, Huber.',
    '손실 함수 “교차 엔트로피”: 과제가 회귀일 때는 쓸 수 없습니다. 쓸 수 있는 손실 함수: 평균 제곱 오차, 후버.',
  ]);
  const monitor = { monitor: 'accuracy', task: 'regression', fitting: 'loss, meanAbsoluteError' };
  expect(inBoth(() => issueSentence(issue('monitor_does_not_fit', monitor)))).toEqual([
    'The monitored value “accuracy” does not fit regression. Choose one of these: validation loss, mean absolute error.',
    '감시 지표 “정확도”: 과제가 회귀일 때는 쓸 수 없습니다. 쓸 수 있는 지표: 검증 손실, 평균 절대 오차.',
  ]);
});

test('a setting without effect says which one it is', () => {
  const smoothing = issue('setting_without_effect', { setting: 'labelSmoothing', choice: 'hinge' });
  expect(inBoth(() => issueSentence(smoothing))).toEqual([
    'Label smoothing has no effect with the loss “Hinge”; it is for the cross entropies.',
    '손실 함수 “힌지”에서는 레이블 스무딩이 효과가 없습니다. 교차 엔트로피에만 쓰세요.',
  ]);
  const indicator = issue('setting_without_effect', { setting: 'indicator', choice: 'age' });
  expect(inBoth(() => issueSentence(indicator))[1]).toBe(
    '“age” 열은 학습 데이터에 결측값이 없어 결측 표시 입력을 만들지 않습니다.',
  );
});

describe('sizes', () => {
  test('of memory and of files have units', () => {
    const bytes = { needed: 12.5e9, available: 8e9, entrants: 4 };
    expect(inBoth(() => errorSentence('race_too_large', 'English.', bytes))).toEqual([
      '4 entrants need 12.5 GB of memory; 8 GB is the limit. Use fewer entrants, rows or units.',
      '참가 설정 4개에는 메모리 12.5 GB가 필요하지만 8 GB까지 쓸 수 있습니다. 참가 설정이나 행, 뉴런을 줄이세요.',
    ]);
  });

  test('that an issue counts in MiB are of the same unit as all others', () => {
    const memory = issue('memory_too_large', { needed: 20_000, available: 8_192, units: 100 });
    expect(inBoth(() => issueSentence(memory))[0]).toBe(
      'Training this network needs 21 GB of memory; 8.59 GB is the limit. Hidden layers of at most 100 units fit.',
    );
  });
});

describe('an error that an issue caused', () => {
  const values = { reason: 'English.', issue: 'optimizer_needs_all_rows', optimizer: 'lbfgs', batchSize: 32 };

  test('is said in the language of the page', () => {
    expect(inBoth(() => errorSentence('spec_refused', 'English.', values))).toEqual([
      'L-BFGS compares each step with the one before, so every step must use all rows; the batch size is 32. Use all rows.',
      '먼저 해결할 문제가 있습니다: L-BFGS 옵티마이저는 이전 스텝과 비교하므로 스텝마다 모든 행이 필요합니다. 배치 크기가 32입니다. 모든 행으로 바꾸세요.',
    ]);
  });

  test('of an entrant names the entrant', () => {
    expect(inBoth(() => errorSentence('entrant_refused', 'English.', { ...values, entrant: 2 }))[0]).toMatch(
      /^Entrant 2 \(L-BFGS\) cannot race: L-BFGS compares/,
    );
  });
});

test.each([
  ['file_not_text', { file: 'a.xls', kind: 'spreadsheet' }],
  ['file_unreadable', { file: 'a.csv', reason: 'you have no permission to read it', why: 'permission' }],
  ['file_unreadable', { file: 'a.csv', reason: 'EWHATEVER: of the system' }],
  ['target_unusable', { column: 'a', why: 'manyClasses', distinct: 1_100, limit: 1_000 }],
  ['target_unusable', { column: 'a', why: 'classesOfSeveral', distinct: 4, limit: 1_000 }],
  ['not_allowed_here', { reason: 'path' }],
  ['model_damaged', { path: '/a', reason: 'its header is not JSON' }],
  ['disk_write_failed', { path: '/a', reason: 'it is a file, not a folder' }],
  ['csv_unreadable', { file: 'a.csv', reason: 'its lines could not be cut into cells' }],
] as const)('in Korean %s has no English words of the backend: %j', (code, values) => {
  overwriteGetLocale(() => 'ko');
  const said = errorSentence(code, 'English.', values);
  const known = /a\.csv|a\.xls|\/a|CSV|UTF-8|\.xls[bx]?|\.ods|Numbers|“a”/g;
  expect(said.replace(known, '')).not.toMatch(/[A-Za-z]/);
});

test('words of the file stand in curly quotation marks, and one mark alone stays', () => {
  const said = (message: string) =>
    issueSentence(issue('column_free_text', { column: 'a', levels: 3 }, message));
  expect(said('"a" holds free text.')).toBe('“a” holds free text.');
  expect(said('"5"" holds free text.')).toBe('"5"" holds free text.');
});

describe('what is kept and is not whole', () => {
  const values = {
    ...{
      file: '/home/runs/1/history.jsonl',
      line: 3,
      epoch: 9,
      found: 2,
      trained: 5,
      version: 2,
      supported: 1,
    },
    ...{ table: 'iris.csv', run: '20260101-000000-abcd', upload: 'f00', reason: 'no' },
  };
  test.each(keptProblemKinds.filter((kind) => kind !== 'failed'))('%s has a Korean sentence', (kind) => {
    const [english, korean] = inBoth(() => keptProblemSentence({ kind, message: 'English.', values }));
    expect(english).toBe('English.');
    expect(korean).toMatch(/[가-힣]/);
    expect(korean).not.toMatch(/[{}]/);
  });

  test('an error of reading, and the reason why a run is not saved, are said as the error is', () => {
    const full = { path: '/home/runs/1/run.json' };
    const failed = { kind: 'failed' as const, message: 'English.', values: { ...full, code: 'disk_full' } };
    const notSaved = { code: 'disk_full' as const, message: 'English.', values: full };
    const said = inBoth(() => errorSentence('disk_full', 'English.', full));
    expect(inBoth(() => keptProblemSentence(failed))).toEqual(said);
    expect(inBoth(() => notSavedSentence(notSaved))).toEqual(said);
    expect(said[1]).toMatch(/[가-힣]/);
    expect(inBoth(() => notSavedSentence({ code: null, message: 'English.', values: {} }))[1]).toBe(
      'English.',
    );
  });
});
