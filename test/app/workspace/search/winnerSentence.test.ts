import { expect, it } from 'vitest';
import { winnerSentence } from '../../../../app/workspace/search/winnerSentence.ts';

const lead = { over: 2, value: 0.0551, error: 0.0701, isReal: false };

it.each([
  [
    'only',
    { candidate: 0, best: 0, asGood: [], lead: null },
    'No other candidate has come as far, so nothing says how good it is.',
  ],
  [
    'noLead',
    { candidate: 0, best: 0, asGood: [], lead },
    'No real lead: it is ahead of the next one by 0.055 in RMSE, and the standard error of that is 0.07.',
  ],
  [
    'lead',
    { candidate: 0, best: 0, asGood: [], lead: { ...lead, value: 0.4, isReal: true } },
    'It leads the next one by 0.4 in RMSE, with a standard error of 0.07.',
  ],
  [
    'smallest',
    { candidate: 1, best: 0, asGood: [0, 2], lead: { ...lead, value: -0.01 } },
    'The smallest of 3 candidates that do equally well: their scores differ by no more than 1 % and one standard error over the folds.',
  ],
])('a winner whose case is %s is told in a sentence', (code, chosen, message) => {
  expect(winnerSentence(chosen, 24, 'rmse', 'meanSquaredError')).toMatchObject({ code, message });
});

it("a winner that Huber's loss has trained says so, and what it is compared by", () => {
  const { message, values } = winnerSentence(
    { candidate: 0, best: 0, asGood: [], lead },
    24,
    'rmse',
    'huber',
  );
  expect(message).toContain("Its loss is Huber's");
  expect(message).toContain('compared by RMSE');
  expect(values).toMatchObject({ loss: 'huber' });
  // All candidates have it, and are compared by it.
  expect(
    winnerSentence({ candidate: 0, best: 0, asGood: [], lead }, 24, 'loss', 'huber').message,
  ).not.toContain("Huber's");
});
