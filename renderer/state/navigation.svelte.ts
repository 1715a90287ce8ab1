// Which screen is shown, and which view of it where it has several, as the address says: `#/dataset`, `#/evaluation/why`. The start
// screen is `#/`. Whether a stage can be opened is the pipeline's business (frame/pipeline.ts).

import { type Stage, stages } from '../../app/contract/issues/issues.ts';

/** Screens beside those of the stages. */
const besideStages = ['runs', 'race', 'repeats', 'search', 'walk', 'lessons', 'lesson'] as const;

export type Screen = 'start' | (typeof besideStages)[number] | Stage;

/** The views of Evaluation, the first one where the address names none. */
const evaluationViews = ['good', 'wrong', 'why', 'predict'] as const;
export type EvaluationView = (typeof evaluationViews)[number];

const partsOf = (hash: string) => hash.replace(/^#\/?/, '').split('/');

function screenOf(hash: string): Screen {
  const [name] = partsOf(hash);
  const beside = besideStages.find((screen) => screen === name);
  if (beside !== undefined) return beside;
  return stages.find((stage) => stage === name) ?? 'start';
}

function viewOf(hash: string): EvaluationView {
  const [, name] = partsOf(hash);
  return evaluationViews.find((view) => view === name) ?? 'good';
}

export function addressOf(screen: Screen, view: EvaluationView = 'good'): string {
  if (screen === 'start') return '#/';
  return screen === 'evaluation' && view !== 'good' ? `#/evaluation/${view}` : `#/${screen}`;
}

export class Navigation {
  #screen = $state<Screen>('start');
  #view = $state<EvaluationView>('good');
  #walked: number | null = null;

  constructor() {
    this.#read();
    addEventListener('hashchange', () => this.#read());
  }

  #read() {
    this.#screen = screenOf(location.hash);
    this.#view = viewOf(location.hash);
  }

  get screen(): Screen {
    return this.#screen;
  }

  get evaluationView(): EvaluationView {
    return this.#view;
  }

  /** Compared with the address, not with the screen: that follows later, and a second key may come between. */
  go(screen: Screen): void {
    if (screen !== screenOf(location.hash)) location.hash = addressOf(screen);
  }

  /** The walk of a row: 0-based data row of the table. */
  goToWalk(row: number): void {
    this.#walked = row;
    this.go('walk');
  }

  /** The row that the walk was asked for; null where it was opened without one. Tells it once. */
  takeWalked(): number | null {
    const row = this.#walked;
    this.#walked = null;
    return row;
  }

  /** A view of Evaluation. */
  goToEvaluation(view: EvaluationView): void {
    const address = addressOf('evaluation', view);
    if (address !== location.hash) location.hash = address;
  }
}
