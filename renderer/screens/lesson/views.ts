// The component of each view that a lesson can show. They take no properties: what they show comes from the page and from `lessonLook()`.

import type { Component } from 'svelte';
import type { LessonView } from '../../../app/contract/lesson/arrangement.ts';
import LossSurfacePane from '../../panes/lossPath/LossSurfacePane.svelte';
import OptimumPane from '../../panes/lossPath/OptimumPane.svelte';
import ParametersPane from '../../panes/lossPath/ParametersPane.svelte';
import StepsPane from '../../panes/lossPath/StepsPane.svelte';
import CurvesView from './views/CurvesView.svelte';
import LayerView from './views/LayerView.svelte';
import LossCurveView from './views/LossCurveView.svelte';
import MetricsView from './views/MetricsView.svelte';
import NetworkView from './views/NetworkView.svelte';
import PredictionsView from './views/PredictionsView.svelte';
import ProbabilitiesView from './views/ProbabilitiesView.svelte';
import RaceView from './views/RaceView.svelte';
import SquaresView from './views/SquaresView.svelte';
import SurfaceView from './views/SurfaceView.svelte';
import ThresholdView from './views/ThresholdView.svelte';
import UnitsView from './views/UnitsView.svelte';
import WalkView from './views/WalkView.svelte';

export const views: Readonly<Record<LessonView, Component>> = {
  predictions: PredictionsView,
  squares: SquaresView,
  surface: SurfaceView,
  units: UnitsView,
  curves: CurvesView,
  lossCurve: LossCurveView,
  lossSurface: LossSurfacePane,
  optimum: OptimumPane,
  steps: StepsPane,
  parameters: ParametersPane,
  network: NetworkView,
  layer: LayerView,
  walk: WalkView,
  probabilities: ProbabilitiesView,
  race: RaceView,
  metrics: MetricsView,
  threshold: ThresholdView,
};

/** Views that need the whole width beside others. */
export const wide: readonly LessonView[] = ['walk', 'race'];

/** Views that need more height than a table. */
export const tall: readonly LessonView[] = [
  ...([
    'predictions',
    'squares',
    'surface',
    'lossCurve',
    'lossSurface',
    'walk',
    'race',
    'threshold',
  ] as const),
];
