// The moments of a lesson as a learner goes through it: each step when it is entered, and after each answer that reveals something. Each has what the
// screen shows then, and the spec with its plan.
import { AppError } from '../../../contract/issues/errors.ts';
import type { Arrangement, LessonControl } from '../../../contract/lesson/arrangement.ts';
import type { LessonStep, OwnTable } from '../../../contract/lesson/lesson.ts';
import type { Plan } from '../../../contract/model.ts';
import type { RunSpec } from '../../../contract/spec/spec.ts';
import type { Mistakes } from '../../../lesson/mistakes.ts';
import type { LessonFile } from '../../../lesson/readLesson.ts';
import { defaultSeed } from '../../spec/specCalls.ts';
import type { OpenTable } from '../../table/openTable.ts';
import { planSpec } from '../../table/planSpec.ts';
import { lessonSpec, settingsAfter } from '../lessonSpec.ts';
import type { LessonSettings } from '../liveLesson.ts';

export interface Moment {
  /** Index of the step. */
  step: number;
  spec: RunSpec;
  plan: Plan;
  /** All that the screen shows. */
  shown: Arrangement;
  /** What this step, or what its question reveals, names itself. */
  named: Arrangement;
  lineAt(path: readonly PropertyKey[]): number;
  /** What the learner's own table needs, in a step that is done with one; its rows and classes are not known. */
  own: OwnTable | null;
}

export function frees({ shown }: Moment, control: LessonControl): boolean {
  return shown.controls?.includes(control) === true;
}

/** All moments in their order; null where the settings of one cannot be trained, which `mistakes` says. */
export async function momentsOf(
  open: OpenTable,
  { lesson, start, lines, places }: LessonFile,
  mistakes: Mistakes,
): Promise<Moment[] | null> {
  const settings = new Settings(open, { targets: [lesson.target], features: lesson.features }, mistakes);
  let now = await settings.after(start, ([field]) => (field === 'weights' ? lines.weights : lines.set));
  let shown: Arrangement = {};
  const moments: Moment[] = [];
  for (const [step, one] of lesson.steps.entries()) {
    const { point: _, ...kept } = shown;
    shown = kept;
    for (const { named, lineAt } of arrangementsOf(one, places[step]!)) {
      if (now !== null && (named.set !== undefined || named.weights !== undefined))
        now = await settings.after(named, lineAt);
      if (now === null) return null;
      shown = { ...shown, ...named };
      moments.push({ step, ...now, shown, named, lineAt, own: one.own ? lesson.own : null });
    }
  }
  return settings.refused ? null : moments;
}

function arrangementsOf({ arrangement, blocks }: LessonStep, places: LessonFile['places'][number]) {
  const revealed = blocks.flatMap((block) => {
    if (block.kind !== 'question' || block.question.reveals === null) return [];
    const { id, reveals } = block.question;
    return [{ named: reveals, lineAt: places.reveals.get(id) ?? places.lineAt }];
  });
  return [{ named: arrangement, lineAt: places.lineAt }, ...revealed];
}

/** The spec after each change of settings. */
class Settings {
  #settings: LessonSettings;
  #spec: RunSpec | null = null;
  refused = false;
  readonly #open: OpenTable;
  readonly #mistakes: Mistakes;

  constructor(open: OpenTable, settings: LessonSettings, mistakes: Mistakes) {
    this.#open = open;
    this.#settings = settings;
    this.#mistakes = mistakes;
  }

  /** null where it cannot be made at all. */
  async after(
    { set = {}, weights }: Pick<Arrangement, 'set' | 'weights'>,
    lineAt: Moment['lineAt'],
  ): Promise<{ spec: RunSpec; plan: Plan } | null> {
    this.#settings = settingsAfter(this.#settings, set, this.#spec);
    try {
      const seed = this.#settings.seed ?? defaultSeed;
      const spec = await lessonSpec(this.#open, this.#settings, weights, this.#spec, seed);
      const plan = await planSpec(this.#open.preparer, spec, []);
      for (const { severity, message, code } of plan.issues)
        if (severity === 'error') this.#refuse(message, code, lineAt);
      this.#spec = spec;
      return { spec, plan };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#refuse(error.message, error.code, lineAt);
      return null;
    }
  }

  #refuse(why: string, cause: string, lineAt: Moment['lineAt']): void {
    this.refused = true;
    const line = lineAt([cause.startsWith('initial_weights_') ? 'weights' : 'set']);
    const sentence = `These settings cannot be trained. ${why}`;
    this.#mistakes.add('lesson_settings_refused', line, { why, cause }, sentence);
  }
}
