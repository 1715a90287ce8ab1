// The names of the columns that predictions have beside a table's own: what `predict` writes and what an exported query gives.

/** `prediction`, of several targets `prediction_<target>`. */
export function valueNames(targets: readonly string[]): string[] {
  return targets.map((target) => (targets.length === 1 ? 'prediction' : `prediction_${target}`));
}

/** The predicted class, then the probability of each. */
export function classNames(classes: readonly string[]): string[] {
  return ['prediction', ...classes.map((name) => `probability_${name}`)];
}

/** Both ends of a target's interval. */
export function boundNames(target: string): [low: string, high: string] {
  return [`${target}_low`, `${target}_high`];
}

/** A JSON array of class names. */
export const classSetName = 'prediction_set';
