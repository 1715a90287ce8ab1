// The workspace's search in memory: what it is made on, how far it is, who wins, and the stream that pages and the terminal follow.
import { randomUUID } from 'node:crypto';
import { AppError } from '../../contract/issues/errors.ts';
import type {
  KeptSearch,
  SearchBudget,
  SearchChoice,
  SearchState,
  SearchUpdate,
  SearchWinner,
} from '../../contract/run/search.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { settingEffects } from '../../evaluation/search/effects.ts';
import { chooseWinner } from '../../evaluation/search/winner.ts';
import { schedule } from '../../model/search/space.ts';
import { Watchable } from '../watchable.ts';
import type { SearchCandidate } from './searchCandidate.ts';
import type { SearchRun } from './searchRun.ts';
import { winnerSentence } from './winnerSentence.ts';

export interface SearchFacts {
  base: RunSpec;
  /** Hash of the table. */
  table: string;
  budget: SearchBudget;
  seed: number;
  startedAt: string;
  folds: number;
  rows: { searched: number; test: number };
  /** Epochs after which the rungs end. */
  ends: readonly number[];
  target: string;
  unit: NonNullable<SearchUpdate['search']>['unit'];
}

export class LiveSearch {
  readonly id = randomUUID();
  readonly facts: SearchFacts;
  state: SearchState['state'] = 'running';
  /** Why its trail cannot be written, or why it failed. */
  problem: string | null = null;
  /** null for an interrupted one, until it goes on. */
  run: SearchRun | null = null;
  /** Resolves when it has ended. */
  ended: Promise<void> = Promise.resolve();
  readonly #changes = new Watchable(null);
  readonly #announce: () => void;

  /** `announce` is called after each change of the view. */
  constructor(facts: SearchFacts, announce: () => void) {
    this.facts = facts;
    this.#announce = announce;
  }

  get busy(): boolean {
    return this.state === 'running';
  }

  changed(urgent: boolean): void {
    this.#changes.changed(urgent);
    if (urgent) this.#announce();
  }

  get all(): readonly SearchCandidate[] {
    return this.run?.all ?? [];
  }

  view(): SearchState {
    const { id, state, run } = this;
    const { budget, seed, ends } = this.facts;
    const candidates = run?.size ?? this.all.length;
    const rung = Math.max(0, (run?.rungs.length ?? 1) - 1);
    return { id, state, budget, seed, ended: this.reached, candidates, rung, rungs: ends.length };
  }

  /** Candidates that have ended the first rung. */
  get reached(): number {
    return this.all.filter(({ scores }) => scores.length > 0).length;
  }

  /** The best of those that are compared: of the last rung that is complete, else all that have ended the first. null before. */
  winner(): SearchWinner | null {
    const complete = this.run?.completeRungs ?? 0;
    const rung = complete === 0 ? this.all : this.run!.rungs[complete - 1]!;
    const compared = rung.flatMap(({ index, parameters, score, state }) =>
      score === null || state === 'failed' ? [] : [{ index, parameters, score }],
    );
    const chosen = chooseWinner(compared, schedule.equalShare);
    if (chosen === null) return null;
    const { measure, settings } = this.all[chosen.candidate]!;
    const sentence = winnerSentence(chosen, this.reached, measure.metric, settings.loss);
    return { ...chosen, members: this.facts.folds, sentence };
  }

  /** Throws AppError search_needed where it has no score. */
  candidate(choice: SearchChoice): SearchCandidate {
    const index = choice === 'winner' ? this.winner()?.candidate : choice;
    const found = index === undefined ? undefined : this.all[index];
    if (found !== undefined) return found;
    const sentence =
      choice === 'winner'
        ? 'The search has no candidate with a score yet: give it more time.'
        : `The search has no candidate ${choice}; it has ${this.all.length}, counted from 0.`;
    throw new AppError('search_needed', sentence);
  }

  effects() {
    return settingEffects(
      this.all.flatMap(({ index, settings, scores }) =>
        scores[0] == null ? [] : [{ index, settings, score: scores[0].mean }],
      ),
    );
  }

  standings(): number[] {
    const scored = this.all.filter(({ score }) => score !== null);
    const far = ({ scores }: SearchCandidate) => scores.length;
    return [...scored]
      .sort((a, b) => far(b) - far(a) || a.score!.mean - b.score!.mean || a.index - b.index)
      .map(({ index }) => index);
  }

  #rungs() {
    return this.facts.ends.map((epochs, k) => {
      const rung = this.run?.rungs[k];
      const candidates = k === 0 ? (this.run?.size ?? null) : (rung?.length ?? null);
      return { epochs, candidates, ended: rung?.filter(({ scores }) => scores.length > k).length ?? 0 };
    });
  }

  #facts(): NonNullable<SearchUpdate['search']> {
    const { budget, seed, folds, rows, target, unit } = this.facts;
    const trainings = this.all.reduce((sum, { scores }) => sum + scores.length * folds, 0);
    const metric = this.all[0]?.measure.metric ?? 'loss';
    return {
      ...{ budget, seed, folds, rows, target, unit, metric, trainings },
      rungs: this.#rungs(),
      seconds: this.run?.seconds ?? 0,
      computing: this.all.reduce((sum, { seconds }) => sum + seconds, 0),
      secondsLeft: this.busy ? (this.run?.secondsLeft ?? null) : null,
    };
  }

  /** What the folder of a run that was found keeps. Throws AppError search_needed without a winner. */
  kept(chosen: number): KeptSearch {
    const winner = this.winner();
    if (winner === null) throw new AppError('search_needed', 'The search has no candidate with a score yet.');
    const { startedAt, base } = this.facts;
    const { budget, seed, folds, metric, rungs, seconds } = this.#facts();
    const candidates = this.all.map((candidate) => {
      const { curve: _, ...view } = candidate.view();
      return view;
    });
    return {
      ...{ version: 1, startedAt, state: this.state, budget, reached: this.reached, seed, folds, metric },
      ...{ rungs, seconds, chosen, winner, candidates, effects: this.effects(), base },
    };
  }

  /** Everything so far, then what is new; ends when it has ended. */
  async *updates(signal: AbortSignal | undefined): AsyncGenerator<SearchUpdate, void> {
    const sent: number[] = [];
    let effectsOf = -1;
    for await (const _ of this.#changes.watch(signal)) {
      const { state, reached } = this;
      const candidates = this.all.filter(({ index, version }) => sent[index] !== version);
      for (const { index, version } of candidates) sent[index] = version;
      yield {
        state,
        search: this.#facts(),
        candidates: candidates.map((candidate) => candidate.view()),
        standings: this.standings(),
        ...(reached === effectsOf ? {} : { effects: this.effects() }),
        winner: this.winner(),
        problem: this.problem,
      };
      effectsOf = reached;
      if (state !== 'running') return;
    }
  }
}
