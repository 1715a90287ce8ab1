// Views, controls and quantities of which a learner would see nothing, since the step lacks what they need, and what is outlined and not there. A step
// has several moments; it is enough if one of them has it.
import type { LessonControl, LessonView } from '../../../contract/lesson/arrangement.ts';
import { type LessonNeed, lessonNeeds } from '../../../contract/lesson/needs.ts';
import type { QuantityFunction } from '../../../contract/lesson/quantities.ts';
import type { Part } from '../../../contract/run/parts.ts';
import { namedIn, type Tree, textsGivenTo } from '../../../lesson/expression/tree.ts';
import type { Mistakes } from '../../../lesson/mistakes.ts';
import type { StepPlaces } from '../../../lesson/step.ts';
import { scoreNames } from '../looking/needs.ts';
import type { Moment } from './moments.ts';
import { lacking, needsOfControls, needsOfParts, needsOfQuantities, needsOfViews } from './requirements.ts';

type Kind = 'view' | 'control' | 'quantity';

/** @param moments of one step */
export function checkSuited(moments: readonly Moment[], places: StepPlaces, mistakes: Mistakes): void {
  const report = (
    kind: Kind,
    name: string,
    needs: readonly LessonNeed[],
    at: readonly Moment[],
    line: number,
  ) => {
    for (const need of needs) {
      const found = at.map((moment) => lacking(need, moment));
      if (found.includes(null) || found[0] === undefined) continue;
      addLacking(mistakes, line, { kind, name, need, found: found[0]! });
      return;
    }
  };
  for (const view of namesIn(moments, ({ shown }) => shown.views ?? [])) {
    const at = moments.filter(({ shown }) => shown.views?.includes(view));
    report('view', view, needsOfViews[view] ?? [], at, lineOf(at, 'views', view));
  }
  for (const control of namesIn(moments, controlsOf)) {
    const at = moments.filter((moment) => controlsOf(moment).includes(control));
    const field = at[0]!.shown.locked?.[control] === undefined ? 'controls' : 'locked';
    report('control', control, needsOfControls[control] ?? [], at, lineOf(at, field, control));
  }
  for (const { read, line } of places.expressions)
    for (const name of new Set(namedIn(read)))
      report(
        'quantity',
        name,
        [...(needsOfQuantities[name] ?? []), ...needsOfScores(read, name)],
        moments,
        line,
      );
  for (const moment of moments) checkPoint(moment, mistakes);
}

function namesIn<Name>(moments: readonly Moment[], of: (moment: Moment) => readonly Name[]): Set<Name> {
  return new Set(moments.flatMap(of));
}

function controlsOf({ shown }: Moment): LessonControl[] {
  return [...(shown.controls ?? []), ...(Object.keys(shown.locked ?? {}) as LessonControl[])];
}

/** Where it is named, or the step to which it came from one before. */
function lineOf(
  at: readonly Moment[],
  field: 'views' | 'controls' | 'locked',
  name: LessonView | LessonControl,
): number {
  for (const { named, lineAt } of at) {
    const names: readonly string[] =
      field === 'locked' ? Object.keys(named.locked ?? {}) : (named[field] ?? []);
    if (names.includes(name)) return lineAt([field, field === 'locked' ? name : names.indexOf(name)]);
  }
  return at[0]!.lineAt([]);
}

function needsOfScores(tree: Tree, name: string): LessonNeed[] {
  if (!(scoreNames as readonly string[]).includes(name)) return [];
  return textsGivenTo(tree, name as QuantityFunction).flatMap((part) => needsOfParts[part as Part]);
}

interface Lacking {
  kind: Kind;
  name: string;
  need: LessonNeed;
  found: string;
}

function addLacking(mistakes: Mistakes, line: number, { kind, name, need, found }: Lacking): void {
  const { is, put } = lessonNeeds[need];
  const sentence = `The ${kind} ${name} needs ${is}, and in this step ${found}; ${put}, or leave ${name} out.`;
  mistakes.add('lesson_need_missing', line, { kind, name, need, found }, sentence);
}

function checkPoint(moment: Moment, mistakes: Mistakes): void {
  const { point } = moment.named;
  const names: string[] = [...(moment.shown.views ?? []), ...controlsOf(moment)];
  if (point === undefined || names.includes(point)) return;
  const expected = 'a view or control of the step';
  const sentence = `point names ${point}, which this step does not show; name ${expected}: ${names.join(', ')}.`;
  mistakes.add(
    'lesson_field_wrong',
    moment.lineAt(['point']),
    { field: 'point', expected, found: point },
    sentence,
  );
}
