// The screens' components. The start screen comes with the page; each stage's is a file of its own, fetched when it is shown
// first, or before that, once the page has nothing else to do.

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
  walk: () => import('./walk/WalkScreen.svelte'),
};

export class Screens {
  #there = $state.raw<Partial<Record<Screen, Component>>>({ start: StartScreen });

  /** null until it has come. */
  of(screen: Screen): Component | null {
    return this.#there[screen] ?? null;
  }

  /** Nothing happens where it is there; one that could not be fetched is asked for again with the next call. */
  async fetch(screen: Screen): Promise<void> {
    if (screen === 'start' || this.#there[screen] !== undefined) return;
    const { default: component } = await files[screen]();
    this.#there = { ...this.#there, [screen]: component };
  }

  /** One after the other, each in a moment in which nothing else is to be done. */
  async fetchAll(): Promise<void> {
    for (const screen of [...stages, 'runs', 'race', 'walk'] as const) {
      await new Promise((resolve) => requestIdleCallback(resolve));
      await this.fetch(screen);
    }
  }
}
