// The score that a run records beside the losses (accuracy or mean absolute error): its name, and its conversion to the target's units.

import type { Plan, Preparation } from '../../../app/contract/model.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';
import type { MeasureName } from '../../charts/curves/measures.ts';
import { m } from '../../paraglide/messages.js';

export interface Score {
  name: string;
  /** Whether it is an accuracy, 0..1. */
  percent: boolean;
  /** An error in the network's scale times `factor` is in the target's units; 1 where no such conversion is known. */
  factor: number;
  /** Of what is in the target's units. */
  unit?: Unit | undefined;
}

/** @param target how the run's target is prepared; null where that is not known here. */
export function scoreOf({ data }: RunSpec, target: Preparation['target'] | null): Score {
  if (data.task !== 'regression') return { name: m.chart_score_accuracy(), percent: true, factor: 1 };
  const only = target?.kind === 'numeric' && target.columns.length === 1 ? target.columns[0] : undefined;
  if (!only || target?.kind !== 'numeric' || target.link !== 'identity')
    return { name: m.chart_score_error(), percent: false, factor: 1 };
  return {
    name: m.chart_score_error_of({ target: only.name }),
    percent: false,
    factor: only.scale,
    unit: only.unit,
  };
}

/** The measure that chooses the best epoch. */
export function chosenBy({ training }: RunSpec): MeasureName {
  const { monitor } = training.stopping;
  return monitor === 'accuracy' || monitor === 'meanAbsoluteError' ? 'score' : 'loss';
}

/** Names of the classes; empty in regression. */
export function classesOf({ data }: RunSpec, plan: Plan | null): readonly string[] {
  return data.task === 'regression' ? [] : (plan?.outputs ?? []);
}
