// The component of each view that a lesson can show. They take no properties: what they show comes from the page and from `lessonLook()`.

import type { Component } from 'svelte';
import type { LessonView } from '../../../app/contract/lesson/arrangement.ts';
import CurvesView from './views/CurvesView.svelte';
import LayerView from './views/LayerView.svelte';
import LossCurveView from './views/LossCurveView.svelte';
import LossSurfaceView from './views/LossSurfaceView.svelte';
import MetricsView from './views/MetricsView.svelte';
import NetworkView from './views/NetworkView.svelte';
import OptimumView from './views/OptimumView.svelte';
import ParametersView from './views/ParametersView.svelte';
import PredictionsView from './views/PredictionsView.svelte';
import ProbabilitiesView from './views/ProbabilitiesView.svelte';
import RaceView from './views/RaceView.svelte';
import SquaresView from './views/SquaresView.svelte';
import StepsView from './views/StepsView.svelte';
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
  lossSurface: LossSurfaceView,
  optimum: OptimumView,
  steps: StepsView,
  parameters: ParametersView,
  network: NetworkView,
  layer: LayerView,
  walk: WalkView,
  probabilities: ProbabilitiesView,
  race: RaceView,
  metrics: MetricsView,
  threshold: ThresholdView,
};

/** Views that need more height than a table. */
export const tall: readonly LessonView[] = ['predictions', 'squares', 'surface', 'walk', 'race', 'threshold'];
