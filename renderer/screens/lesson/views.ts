// The component of each view that a lesson can show. They take no properties: what they show comes from the page and from `lessonLook()`.

import type { Component } from 'svelte';
import type { LessonView } from '../../../app/contract/lesson/arrangement.ts';
import CurvesView from './views/CurvesView.svelte';
import MetricsView from './views/MetricsView.svelte';
import NetworkView from './views/NetworkView.svelte';
import PendingView from './views/PendingView.svelte';
import PredictionsView from './views/PredictionsView.svelte';
import RaceView from './views/RaceView.svelte';
import SurfaceView from './views/SurfaceView.svelte';
import ThresholdView from './views/ThresholdView.svelte';
import UnitsView from './views/UnitsView.svelte';
import WalkView from './views/WalkView.svelte';

export const views: Readonly<Record<LessonView, Component>> = {
  predictions: PredictionsView,
  squares: PendingView,
  surface: SurfaceView,
  units: UnitsView,
  curves: CurvesView,
  lossCurve: PendingView,
  lossSurface: PendingView,
  optimum: PendingView,
  steps: PendingView,
  parameters: PendingView,
  network: NetworkView,
  layer: PendingView,
  walk: WalkView,
  probabilities: PendingView,
  race: RaceView,
  metrics: MetricsView,
  threshold: ThresholdView,
};

/** Views that need more height than a table. */
export const tall: readonly LessonView[] = ['predictions', 'squares', 'surface', 'walk', 'race', 'threshold'];
