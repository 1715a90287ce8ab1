// Which screen is shown, as the address says: `#/dataset`. The start screen is `#/`. Whether a stage can be opened is the
// pipeline's business (frame/pipeline.ts).

import { type Stage, stages } from '../../app/contract/issues/issues.ts';

export type Screen = 'start' | 'runs' | 'race' | 'walk' | Stage;

function screenOf(hash: string): Screen {
  const name = hash.replace(/^#\/?/, '');
  if (name === 'runs' || name === 'race' || name === 'walk') return name;
  return stages.find((stage) => stage === name) ?? 'start';
}

export function addressOf(screen: Screen): string {
  return screen === 'start' ? '#/' : `#/${screen}`;
}

export class Navigation {
  #screen = $state<Screen>('start');

  constructor() {
    this.#screen = screenOf(location.hash);
    addEventListener('hashchange', () => {
      this.#screen = screenOf(location.hash);
    });
  }

  get screen(): Screen {
    return this.#screen;
  }

  /** Compared with the address, not with the screen: that follows later, and a second key may come between. */
  go(screen: Screen): void {
    if (screen !== screenOf(location.hash)) location.hash = addressOf(screen);
  }
}
