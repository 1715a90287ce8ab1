// The reference for losses whose changes are given as shares.

/** Approximate loss of an untrained network: targets are standardised, and a class costs ln 2 to ln 10. */
export const ofKnowingNothing = 1;
/** A loss below a twentieth of that is nearly 0; its changes are given as shares of that twentieth. */
const nearlyNothing = 0.05 * ofKnowingNothing;

export function sizeOf(loss: number): number {
  return Math.max(Math.abs(loss), nearlyNothing);
}
