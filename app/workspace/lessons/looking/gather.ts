// Computes what some expressions of a lesson need, and nothing else.
import type { LessonLook } from '../../../contract/lesson/lesson.ts';
import { type Part, parts } from '../../../contract/run/parts.ts';
import { endedStates } from '../../../contract/run/training.ts';
import { namedIn, type Tree, textsGivenTo } from '../../../lesson/expression/tree.ts';
import { withoutOff } from '../../../model/switchedOff.ts';
import type { LiveRun } from '../../runs/liveRun.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { runOfLesson } from '../lessonRun.ts';
import type { LiveLesson } from '../liveLesson.ts';
import { Gathering } from './gathering.ts';
import { needsOf, scoreNames } from './needs.ts';
import type { Need, Seen } from './seen.ts';

/** null where there is no spec; of one that cannot be trained nothing is computed. */
export async function gather(
  session: WorkspaceSession,
  lesson: LiveLesson,
  trees: readonly Tree[],
  look: LessonLook,
): Promise<Seen | null> {
  const { spec, plan } = session.state.value;
  if (spec === null || plan === null || session.open === null) return null;
  const run = runOfLesson(session, lesson);
  const seen: Seen = {
    ...{ spec: withoutOff(spec), plan, run, race: session.race, look },
    ...{ layers: null, startLayers: null, loss: null, gradient: null, startLoss: null },
    ...{ solution: null, walked: null, scores: {}, back: null },
  };
  if (plan.issues.some(({ severity }) => severity === 'error')) return seen;
  const needed = new Set<Need>(trees.flatMap((tree) => namedIn(tree).flatMap((name) => needsOf[name] ?? [])));
  const scored = partsScored(trees, run);
  if (needed.size + scored.length > 0) await new Gathering(session, lesson, seen).take(needed, scored);
  return seen;
}

/** Parts whose scores are named. Test rows are scored only after training, as on every other screen. */
function partsScored(trees: readonly Tree[], run: LiveRun | null): Part[] {
  const named = new Set(trees.flatMap((tree) => scoreNames.flatMap((name) => textsGivenTo(tree, name))));
  const ended = run !== null && endedStates.includes(run.progress.state);
  return parts.filter((part) => named.has(part) && (part !== 'test' || ended));
}
