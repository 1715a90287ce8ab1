// The list of lessons with what was done of each, the open lesson in the page's language, and the commands that open, leave and move in
// it. The list and the text are fetched again when the language or the learner's progress changes.

import type { Issue } from '../../../app/contract/issues/issues.ts';
import type { Arrangement } from '../../../app/contract/lesson/arrangement.ts';
import type { Lesson, LessonStep, LessonSummary } from '../../../app/contract/lesson/lesson.ts';
import type { OpenLesson } from '../../../app/contract/lesson/progress.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { Navigation } from '../navigation.svelte.ts';
import type { Preferences } from '../preferences.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { allAnswered, arrangementAt, rowStep } from './arrangementAt.ts';

/** The answer to a question, as it was judged. */
export interface Outcome {
  right: boolean;
  /** The option's index, or the number. */
  rightAnswer: number;
}

interface Parts {
  workspace: Workspace;
  preferences: Preferences;
  navigation: Navigation;
}

const nothing: Arrangement = {};

export class Lessons {
  readonly #parts: Parts;
  #list = $state.raw<readonly LessonSummary[] | null>(null);
  #issues = $state.raw<readonly Issue[]>([]);
  #failure = $state.raw<Failure | null>(null);
  #text = $state.raw<Lesson | null>(null);
  #outcomes = $state.raw<Readonly<Record<string, Outcome>>>({});
  #opening = $state<string | null>(null);
  readonly #arrangement = $derived.by(() => {
    const { open, text } = this;
    return open && text ? arrangementAt(text, open.step, open.progress.answers) : nothing;
  });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** null until it has been loaded. */
  get list(): readonly LessonSummary[] | null {
    return this.#list;
  }
  /** Files among the lessons that are none. */
  get issues(): readonly Issue[] {
    return this.#issues;
  }
  /** Why the list could not be loaded. */
  get failure(): Failure | null {
    return this.#failure;
  }
  /** How many lessons of the list are done. */
  get done(): number {
    return this.#list?.filter(({ progress }) => progress?.done).length ?? 0;
  }
  /** Whether something was done of any. */
  get begun(): boolean {
    return this.#list?.some(({ progress }) => progress !== null) ?? false;
  }
  /** The open lesson as the workspace's state has it. */
  get open(): OpenLesson | null {
    return this.#parts.workspace.lesson;
  }
  /** Its text; null until it has been loaded. */
  get text(): Lesson | null {
    return this.#text?.id === this.open?.id ? this.#text : null;
  }
  /** Its present step. */
  get step(): LessonStep | null {
    return this.text?.steps[this.open?.step ?? 0] ?? null;
  }
  /** What the present step shows. */
  get arrangement(): Arrangement {
    return this.#arrangement;
  }
  /** The lesson and the step of it that last named a row. */
  get rowPlace(): string {
    const { open, text } = this;
    return open && text ? `${open.id} ${rowStep(text, open.step, open.progress.answers)}` : '';
  }
  /** Whether all questions of the present step are answered. */
  get answered(): boolean {
    const { open, step } = this;
    return step === null || open === null || allAnswered(step, open.progress.answers);
  }
  /** Id of the lesson of the list that is being opened. */
  get opening(): string | null {
    return this.#opening;
  }

  /** Opens a lesson of the list and shows it; one that is open already is only shown. */
  async start(id: string, fromStart = false): Promise<void> {
    const { workspace, preferences, navigation } = this.#parts;
    if (this.open?.id === id && !fromStart) return navigation.go('lesson');
    this.#opening = id;
    const lesson = this.#list?.find((one) => one.id === id)?.ref ?? ({ kind: 'shipped', id } as const);
    const { language } = preferences;
    // A race of the lesson before goes on for nobody.
    if (this.open !== null && workspace.inProgress === 'race')
      await workspace.steer((client) => client.race.close());
    const opened = await workspace.command(
      (client) => client.lessons.open({ lesson, language, ...(fromStart ? { fromStart } : {}) }),
      { kind: 'lesson' },
    );
    this.#opening = null;
    if (opened) this.show(opened);
  }
  /** Takes the text of a lesson that was just opened, and shows it. */
  show(lesson: Lesson): void {
    this.#text = lesson;
    this.#parts.navigation.go('lesson');
  }
  enter(step: number): Promise<unknown> {
    return this.#parts.workspace.command((client) => client.lessons.enter({ step }));
  }
  /** Answers a question of the open lesson; the first answer counts. */
  async answer(question: string, answer: number): Promise<void> {
    const outcome = await this.#parts.workspace.command((client) =>
      client.lessons.answer({ question, answer }),
    );
    if (outcome) this.#outcomes = { ...this.#outcomes, [`${this.open?.id} ${question}`]: outcome };
  }
  /** null while it is not answered. Of an answer from before this page was loaded, a number is right where it equals the right one. */
  outcomeOf(question: string): Outcome | null {
    const { open } = this;
    const judged = this.#outcomes[`${open?.id} ${question}`];
    const answer = open?.progress.answers[question];
    if (open === null || answer === undefined) return null;
    if (judged !== undefined) return judged;
    const rightAnswer = open.progress.rightAnswers[question];
    if (rightAnswer === undefined) return null;
    return { right: Math.abs(answer - rightAnswer) <= 0.02 * Math.abs(rightAnswer), rightAnswer };
  }
  async leave(): Promise<void> {
    await this.#parts.workspace.steer((client) => client.lessons.close());
    if (this.#parts.navigation.screen === 'lesson') this.#parts.navigation.go('lessons');
  }

  /** Keeps list and text up to date while the calling component exists. */
  keepUp(): void {
    const { workspace, preferences } = this.#parts;
    const ready = $derived(workspace.status === 'open' && workspace.known);
    const open = $derived(this.open?.id ?? null);
    // Packed runs bring progress with them.
    const changed = $derived(JSON.stringify([open, this.open?.progress ?? null, workspace.runsChanged]));
    $effect(() => {
      void changed;
      const { language } = preferences;
      if (!ready) return;
      // Without an answer the list stays as it was.
      return asked(
        workspace.client.lessons.list({ language }),
        ({ lessons, issues }) => {
          this.#list = lessons;
          this.#issues = issues;
          this.#failure = null;
        },
        (failure) => {
          this.#failure = failure;
        },
      );
    });
    $effect(() => {
      const { language } = preferences;
      if (!ready || open === null) return;
      return asked(workspace.client.lessons.get({ language }), (text) => {
        this.#text = text;
      });
    });
  }
}

/** Takes the answer unless another question has replaced this one; returns what ends the wait. */
function asked<T>(
  answer: Promise<T>,
  take: (answer: T) => void,
  fail: (failure: Failure) => void = () => {},
): () => void {
  let over = false;
  answer.then(
    (value) => {
      if (!over) take(value);
    },
    (error: unknown) => {
      if (!over) fail(failureOf(error));
    },
  );
  return () => {
    over = true;
  };
}
