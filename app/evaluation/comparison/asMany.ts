// The linear model beside a network whose threshold somebody set: it predicts the second class for as many of the same rows as the network.
// At its own 0.5 it would lose against any network that was set to find more of a rare class, and win where it was set to find less.
import { atThreshold, type ClassPredictions } from '../predictions.ts';

/** Of two classes. Where rows tie at the last place, `linear` predicts the second class for fewer. */
export function choosingAsMany(linear: ClassPredictions, network: ClassPredictions): ClassPredictions {
  const many = network.chosen.reduce((sum, chosen) => sum + chosen, 0);
  const probabilities = linear.probabilities.filter((_, k) => k % 2 === 1).sort();
  // NaN, which scoring refuses, is sorted to the end.
  const highestLeftOut = probabilities[probabilities.length - many - 1] ?? Number.NEGATIVE_INFINITY;
  return atThreshold(linear, highestLeftOut);
}
