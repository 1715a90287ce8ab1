import { describe, expect, test } from 'vitest';
import { type Issue, stages } from '../../../app/contract/issues/issues.ts';
import { type PipelineFacts, stageState } from '../../../renderer/frame/pipeline.ts';
import type { Screen } from '../../../renderer/state/navigation.svelte.ts';

const nothing: PipelineFacts = {
  ...{ hasDataset: false, hasSpec: false, issues: [], run: null },
  scored: false,
};
const proposed: PipelineFacts = { ...nothing, hasDataset: true, hasSpec: true };
const error: Issue = {
  code: 'features_needed',
  severity: 'error',
  stage: 'dataset',
  message: '',
  values: {},
};

function marks(screen: Screen, facts: PipelineFacts): string[] {
  return stages.map((stage) => {
    const { mark, needs } = stageState(stage, screen, facts);
    return needs ? `${mark}: ${needs}` : mark;
  });
}

describe('the rail', () => {
  test('is locked without a table, each stage naming what it needs', () => {
    expect(marks('start', nothing)).toEqual([
      'locked: table',
      'locked: dataset',
      'locked: model',
      'locked: run',
      'locked: run',
    ]);
  });

  test('opens all but the table for a model that is shown without a table', () => {
    const model: PipelineFacts = {
      ...nothing,
      hasSpec: true,
      run: 'finished',
      scored: true,
    };
    expect(marks('training', model)).toEqual(['locked: table', 'done', 'current', 'done', 'open']);
  });

  test('asks for a target once a table is open', () => {
    expect(marks('dataset', { ...nothing, hasDataset: true }).slice(0, 3)).toEqual([
      'current',
      'locked: target',
      'locked: model',
    ]);
  });

  test('opens model and training once a spec is proposed', () => {
    expect(marks('model', proposed)).toEqual(['done', 'current', 'open', 'locked: run', 'locked: run']);
  });

  test('keeps training locked while something must be fixed', () => {
    expect(marks('model', { ...proposed, issues: [error] })[2]).toBe('locked: settled');
  });

  test('leaves training open when a run exists, whatever the spec says by now', () => {
    expect(marks('model', { ...proposed, issues: [error], run: 'paused' })[2]).toBe('open');
  });

  test('waits for the run to finish before evaluation', () => {
    expect(marks('training', { ...proposed, run: 'running' })).toEqual([
      'done',
      'done',
      'current',
      'locked: finished',
      'locked: finished',
    ]);
  });

  test('opens everything when the run has been scored', () => {
    expect(marks('export', { ...proposed, run: 'finished', scored: true })).toEqual([
      'done',
      'done',
      'done',
      'done',
      'current',
    ]);
  });
});
