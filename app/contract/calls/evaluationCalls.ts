// The calls about the current run's model: its scores, and what explains and judges it.
import { errorCalls } from './errorCalls.ts';
import { explanationCalls } from './explanationCalls.ts';
import { judgingCalls } from './judgingCalls.ts';
import { scoreCalls } from './scoreCalls.ts';

export const evaluationCalls = { ...scoreCalls, ...judgingCalls, ...errorCalls, ...explanationCalls };
