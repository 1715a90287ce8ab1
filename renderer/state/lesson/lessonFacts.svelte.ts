// The values and goals of the open lesson's step, asked for at most four times a second, after each change of run, spec, race, row or
// walk. The values of a step that was left are forgotten at once. What is said of a goal that was met keeps the values of the last moment
// at which it held: reaching the next goal of the step may need another network. Likewise a question that was answered keeps its values.

import type { LessonFacts } from '../../../app/contract/lesson/lesson.ts';
import { Follower } from '../follow.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import type { LessonLook } from './lessonLook.svelte.ts';

const everyMs = 250;
const none: LessonFacts = { values: {}, goals: [] };

export class LessonFactsOf {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  readonly #look: LessonLook;
  readonly #follower = new Follower({ everyMs });
  #facts = $state.raw<LessonFacts>(none);
  /** By the ids of goals. */
  #whenHeld = $state.raw<Readonly<Record<string, LessonFacts['values']>>>({});
  /** By the ids of questions. */
  #whenAnswered = $state.raw<Readonly<Record<string, LessonFacts['values']>>>({});

  constructor(workspace: Workspace, currentRun: CurrentRun, look: LessonLook) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
    this.#look = look;
  }

  /** undefined: not asked for yet; null: not known now. */
  valueOf(expression: string): number | null | undefined {
    return this.#facts.values[expression];
  }
  /** As `valueOf`, at the last moment of this visit at which the goal held; where it never did, now. */
  valueWhenHeld(goal: string, expression: string): number | null | undefined {
    return (this.#whenHeld[goal] ?? this.#facts.values)[expression];
  }
  /** As `valueOf`, when the question was answered in this visit: its right answer was that of those values. */
  valueWhenAnswered(question: string, expression: string): number | null | undefined {
    const answered = this.#workspace.lesson?.progress.answers[question] !== undefined;
    return ((answered && this.#whenAnswered[question]) || this.#facts.values)[expression];
  }
  /** Keeps the present values for a question that is being answered. */
  async holdFor(question: string, answered: Promise<unknown>): Promise<void> {
    const { values } = this.#facts;
    await answered;
    this.#whenAnswered = { ...this.#whenAnswered, [question]: values };
  }
  get values(): LessonFacts['values'] {
    return this.#facts.values;
  }
  isMet(goal: string): boolean {
    const kept = this.#workspace.lesson?.progress.met.includes(goal) ?? false;
    return kept || (this.#facts.goals.find(({ id }) => id === goal)?.met ?? false);
  }

  /** Keeps the facts up to date while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const open = $derived(workspace.status === 'open');
    const key = $derived(workspace.lesson && JSON.stringify([workspace.lesson.id, workspace.lesson.step]));
    const racing = $derived(workspace.race?.state === 'running');
    $effect(() => {
      if (!open || key === null) return;
      this.#facts = none;
      this.#whenHeld = {};
      this.#whenAnswered = {};
      const stop = new AbortController();
      void this.#follower.follow(
        (signal) => this.#ask(signal),
        () => {},
        stop.signal,
      );
      return () => stop.abort();
    });
    $effect(() => {
      const { run, race, spec, lesson, revision } = workspace;
      void [
        run,
        race,
        spec,
        lesson,
        revision,
        this.#currentRun.version,
        this.#look.row,
        this.#look.walk,
        key,
      ];
      this.#follower.touch();
    });
    $effect(() => {
      // Its epochs are no part of the workspace's state.
      if (!racing) return;
      const timer = setInterval(() => this.#follower.touch(), everyMs);
      return () => {
        clearInterval(timer);
        this.#follower.touch();
      };
    });
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { row, walk } = this.#look;
    const facts = await this.#workspace.client.lessons.look(
      {
        ...(row === null ? {} : { row }),
        ...(walk === null ? {} : { walkStep: walk.step, walkSteps: walk.steps, walkSeen: walk.seen }),
      },
      { signal },
    );
    if (signal.aborted) return;
    this.#facts = facts;
    const holding = facts.goals.filter(({ now }) => now).map(({ id }) => [id, facts.values] as const);
    this.#whenHeld = { ...this.#whenHeld, ...Object.fromEntries(holding) };
  }
}
