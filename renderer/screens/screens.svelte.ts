// The screens' components. The start screen is part of the page; each other screen is a file of its own, fetched when the page is idle,
// or at the latest when it is shown.

import type { Component } from 'svelte';
import { stages } from '../../app/contract/issues/issues.ts';
import type { Screen } from '../state/navigation.svelte.ts';
import StartScreen from './start/StartScreen.svelte';

const files: Record<Exclude<Screen, 'start'>, () => Promise<{ default: Component }>> = {
  dataset: () => import('./dataset/DatasetScreen.svelte'),
  model: () => import('./model/ModelScreen.svelte'),
  training: () => import('./training/TrainingScreen.svelte'),
  evaluation: () => import('./evaluation/EvaluationScreen.svelte'),
  export: () => import('./export/ExportScreen.svelte'),
  runs: () => import('./runs/RunsScreen.svelte'),
  race: () => import('./race/RaceScreen.svelte'),
  repeats: () => import('./evaluation/repeats/RepeatsScreen.svelte'),
  search: () => import('./search/SearchScreen.svelte'),
  lessons: () => import('./lessons/LessonsScreen.svelte'),
  lesson: () => import('./lesson/LessonScreen.svelte'),
  walk: () => import('./walk/WalkScreen.svelte'),
};

export class Screens {
  #there = $state.raw<Partial<Record<Screen, Component>>>({ start: StartScreen });

  /** null until it has been fetched. */
  of(screen: Screen): Component | null {
    return this.#there[screen] ?? null;
  }

  /** Fetches a screen unless it has been fetched; after a failure the next call tries again. */
  async fetch(screen: Screen): Promise<void> {
    if (screen === 'start' || this.#there[screen] !== undefined) return;
    const { default: component } = await files[screen]();
    this.#there = { ...this.#there, [screen]: component };
  }

  /** Fetches all screens, one after the other, each when the page is idle. */
  async fetchAll(): Promise<void> {
    for (const screen of [
      ...stages,
      'runs',
      'race',
      'repeats',
      'search',
      'walk',
      'lessons',
      'lesson',
    ] as const) {
      await new Promise((resolve) => requestIdleCallback(resolve));
      await this.fetch(screen);
    }
  }
}
