// State of each stage in the rail: current, done, open, or locked, with what a locked stage needs. Pure functions; the rail chooses the
// words.

import type { Issue, Stage } from '../../app/contract/issues/issues.ts';
import { endedStates, type RunState } from '../../app/contract/run/training.ts';
import type { Screen } from '../state/navigation.svelte.ts';
import type { Workspace } from '../state/workspace.svelte.ts';

/** current: the person is here. done: passed. open: can be opened. locked: `needs` says why not. */
export type StageMark = 'current' | 'done' | 'open' | 'locked';
export type Need = 'table' | 'dataset' | 'target' | 'model' | 'settled' | 'run' | 'finished';

export interface StageState {
  stage: Stage;
  mark: StageMark;
  /** What is missing before the stage opens; null when it can be opened. */
  needs: Need | null;
}

export interface PipelineFacts {
  hasDataset: boolean;
  hasSpec: boolean;
  issues: readonly Issue[];
  run: RunState | null;
  scored: boolean;
}

export function pipelineFacts({ dataset, spec, plan, run }: Workspace): PipelineFacts {
  return {
    hasDataset: dataset !== null,
    hasSpec: spec !== null && plan !== null,
    issues: plan?.issues ?? [],
    run: run?.progress.state ?? null,
    scored: run !== null && (run.metrics !== null || run.shown !== null),
  };
}

function needOf(stage: Stage, facts: PipelineFacts): Need | null {
  if (stage === 'dataset') return facts.hasDataset ? null : 'table';
  if (stage === 'model') {
    if (facts.hasSpec) return null;
    return facts.hasDataset ? 'target' : 'dataset';
  }
  if (stage === 'training') {
    if (facts.run !== null) return null;
    if (!facts.hasSpec) return 'model';
    return facts.issues.some((issue) => issue.severity === 'error') ? 'settled' : null;
  }
  if (facts.scored) return null;
  return facts.run === null ? 'run' : 'finished';
}

function isDone(stage: Stage, facts: PipelineFacts): boolean {
  if (stage === 'dataset') return facts.hasSpec;
  if (stage === 'model') return facts.run !== null;
  if (stage === 'training') return facts.run !== null && endedStates.includes(facts.run);
  return stage === 'evaluation' && facts.scored;
}

export function stageState(stage: Stage, screen: Screen, facts: PipelineFacts): StageState {
  const needs = needOf(stage, facts);
  if (needs !== null) return { stage, mark: 'locked', needs };
  if (screen === stage) return { stage, mark: 'current', needs };
  return { stage, mark: isDone(stage, facts) ? 'done' : 'open', needs };
}
