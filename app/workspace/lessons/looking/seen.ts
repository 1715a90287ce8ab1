// What the values of a lesson are read from. What is not in the state is computed only where an expression needs it; null is what is not known: no
// run, no such rows, no least-squares solution.
import type { LessonLook } from '../../../contract/lesson/lesson.ts';
import type { Floats, LayerWeights, Plan } from '../../../contract/model.ts';
import type { Scores } from '../../../contract/run/evaluation.ts';
import type { Solution } from '../../../contract/run/insight.ts';
import type { Part } from '../../../contract/run/parts.ts';
import type { RunSpec } from '../../../contract/spec/spec.ts';
import type { LiveRace } from '../../race/liveRace.ts';
import type { LiveRun } from '../../runs/liveRun.ts';
import type { Walked } from './rowNow.ts';

export type Layers = LayerWeights<Floats>[];

export interface Seen {
  /** The workspace's spec without the layers that are off, and its plan. */
  spec: RunSpec;
  plan: Plan;
  run: LiveRun | null;
  race: LiveRace | null;
  look: LessonLook;
  /** Present weights, and initial ones. */
  layers: Layers | null;
  startLayers: Layers | null;
  /** Mean loss over the training rows at the present weights, with its derivatives, and at the initial weights. */
  loss: number | null;
  gradient: Layers | null;
  startLoss: number | null;
  /** null where the target is no number. */
  solution: Solution | null;
  walked: Walked | null;
  scores: Partial<Record<Part, Scores>>;
  back: StepsBack | null;
}

/** The newest steps, counted back; null where they are not known. */
export interface StepsBack {
  falls: number;
  rises: number;
  /** The weights one step before; null before the first step. */
  before: Layers | null;
}

/** What must be computed, but for scores. */
export type Need = 'layers' | 'startLayers' | 'loss' | 'startLoss' | 'solution' | 'walked' | 'back';
