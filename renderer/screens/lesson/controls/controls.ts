// The component of each control that a lesson can free. All have the same properties.

import type { Component } from 'svelte';
import type { LessonControl } from '../../../../app/contract/lesson/arrangement.ts';
import ActivationControl from './ActivationControl.svelte';
import BatchControl from './BatchControl.svelte';
import BiasControl from './BiasControl.svelte';
import CountControl from './CountControl.svelte';
import type { ControlProps } from './controlProps.ts';
import LossControl from './LossControl.svelte';
import MemberControl from './MemberControl.svelte';
import OptimizerControl from './OptimizerControl.svelte';
import OptimizerNumbers from './OptimizerNumbers.svelte';
import PaceControl from './PaceControl.svelte';
import RateSlider from './RateSlider.svelte';
import RowControl from './RowControl.svelte';
import SeedControl from './SeedControl.svelte';
import TrainControl from './TrainControl.svelte';
import UnitsControl from './UnitsControl.svelte';
import WeightsControl from './WeightsControl.svelte';

export const controls: Readonly<Record<LessonControl, Component<ControlProps>>> = {
  train: TrainControl,
  step: TrainControl,
  tenSteps: TrainControl,
  epoch: TrainControl,
  rewind: TrainControl,
  pace: PaceControl,
  weights: WeightsControl,
  learningRate: RateSlider,
  batchSize: BatchControl,
  epochs: CountControl,
  patience: CountControl,
  optimizer: OptimizerControl,
  optimizerSettings: OptimizerNumbers,
  loss: LossControl,
  hiddenUnits: UnitsControl,
  activation: ActivationControl,
  bias: BiasControl,
  seed: SeedControl,
  row: RowControl,
  member: MemberControl,
};
