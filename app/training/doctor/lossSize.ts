// What a loss is compared with where changes are told as shares of it.

/** Loss of a network that knows nothing, about: targets are standardised, and a class costs ln 2 to ln 10. */
export const ofKnowingNothing = 1;
/** Below a twentieth of that a loss is nearly 0, and its ups and downs are judged by that twentieth. */
const nearlyNothing = 0.05 * ofKnowingNothing;

export function sizeOf(loss: number): number {
  return Math.max(Math.abs(loss), nearlyNothing);
}
