// The learning rate that is offered wherever one was too large: by the doctor while a run goes on, by page and terminal once it has
// diverged. One cause, one cure.

/** A tenth, in two digits, so that it can be read and typed. Of 52 trainings at rates far too large (13 tables, four settings), of which 16
 *  diverged, 10 still did at a third of the rate, 6 at a fifth, 3 at a tenth, and the lowest validation losses were as good or better. */
export function smallerRate(rate: number): number {
  return Number((rate / 10).toPrecision(2));
}
