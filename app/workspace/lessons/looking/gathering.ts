// Each thing that can be computed for the values of a lesson: by the calls that the app's other screens use, and once for each spec, step and row.
import { AppError } from '../../../contract/issues/errors.ts';
import type { Scores } from '../../../contract/run/evaluation.ts';
import type { Solution } from '../../../contract/run/insight.ts';
import type { Part } from '../../../contract/run/parts.ts';
import type { LookProblem } from '../../../engine/insight.ts';
import { score } from '../../../evaluation/metrics/scores.ts';
import { rounded } from '../../../export/rounding.ts';
import type { WeightsOnGround } from '../../insight/frozenWeights.ts';
import { problemOf } from '../../insight/insightProblem.ts';
import { lossRows } from '../../insight/loss/lossWork.ts';
import { solveExactly } from '../../insight/solve.ts';
import { weightsOf } from '../../insight/weightsOf.ts';
import { scorePart } from '../../scoring/score.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { type LiveLesson, rowOfStep } from '../liveLesson.ts';
import { type Walked, walkedRow } from './rowNow.ts';
import type { Need, Seen, StepsBack } from './seen.ts';
import { stepsBack } from './stepsBack.ts';

export class Gathering {
  readonly #session: WorkspaceSession;
  readonly #lesson: LiveLesson;
  readonly #seen: Seen;
  /** What everything of the spec depends on, and what everything of the present weights does. */
  readonly #spec: readonly unknown[];
  readonly #weightsNow: readonly unknown[];
  /** Of the run, when this began. */
  readonly #step: number;

  constructor(session: WorkspaceSession, lesson: LiveLesson, seen: Seen) {
    this.#session = session;
    this.#lesson = lesson;
    this.#seen = seen;
    const { run } = seen;
    this.#spec = [session.state.value.spec, session.open];
    this.#step = run?.progress.step ?? 0;
    this.#weightsNow = [...this.#spec, run, this.#step, run?.progress.state, run?.settled];
  }

  async take(needed: ReadonlySet<Need>, scored: readonly Part[]): Promise<void> {
    const seen = this.#seen;
    if (needed.has('layers')) seen.layers = (await this.#weights()).layers;
    if (needed.has('startLayers')) seen.startLayers = (await this.#startWeights()).layers;
    if (needed.has('startLoss')) seen.startLoss = await this.#startLoss();
    if (needed.has('loss')) {
      const { loss, layers } = await this.#loss();
      [seen.loss, seen.gradient] = [loss, layers];
    }
    if (needed.has('solution')) seen.solution = await this.#solution();
    if (needed.has('walked')) seen.walked = await this.#walked();
    if (needed.has('back')) seen.back = await this.#back();
    for (const part of scored) {
      const scores = await this.#scores(part);
      if (scores !== null) seen.scores[part] = scores;
    }
  }

  #once<Value>(name: string, on: readonly unknown[], compute: () => Promise<Value>): Promise<Value> {
    return this.#lesson.looking.once(name, on, compute);
  }

  #startWeights(): Promise<WeightsOnGround> {
    return this.#once('startWeights', this.#spec, () => weightsOf(this.#session, 'initial'));
  }

  #weights(): Promise<WeightsOnGround> {
    if (this.#seen.run === null) return this.#startWeights();
    return this.#once('weights', this.#weightsNow, () => weightsOf(this.#session, 'last'));
  }

  /** The training rows, with the initial weights. */
  async #problem(): Promise<LookProblem> {
    const ground = await this.#startWeights();
    return this.#once('rows', this.#spec, () => problemOf(ground, lossRows(ground, 'train')));
  }

  async #startLoss(): Promise<number> {
    const problem = await this.#problem();
    const { engine } = this.#session.options;
    return this.#once('startLoss', this.#spec, async () => (await engine.lossGradient(problem)).loss);
  }

  async #loss() {
    const [problem, { layers }] = [await this.#problem(), await this.#weights()];
    const { engine } = this.#session.options;
    return this.#once('loss', this.#weightsNow, () => engine.lossGradient({ ...problem, layers }));
  }

  async #solution(): Promise<Solution | null> {
    if (this.#seen.spec.data.task !== 'regression') return null;
    return this.#once('solution', this.#spec, () => solveExactly(this.#session, undefined));
  }

  async #walked(): Promise<Walked | null> {
    const ground = await this.#weights();
    const row = this.#seen.look.row ?? rowOfStep(this.#lesson) ?? ground.split.train[0];
    if (row === undefined || row >= ground.table.rows) return null;
    return this.#once('walked', [...this.#weightsNow, row], () => walkedRow(this.#session, ground, row));
  }

  async #back(): Promise<StepsBack | null> {
    const { run } = this.#seen;
    if (run === null) return { falls: 0, rises: 0, before: null };
    const problem = await this.#problem();
    const startLayers = (await this.#startWeights()).layers;
    const { loss } = await this.#loss();
    const { looking } = this.#lesson;
    return this.#once('back', this.#weightsNow, () =>
      stepsBack(this.#session, looking, run, { problem, startLayers, stepAsked: this.#step, loss }),
    );
  }

  /** null where there are no such rows, or predictions that are not finite. */
  async #scores(part: Part): Promise<Scores | null> {
    const { spec, preparation, layers, table, split } = await this.#weights();
    if (split[part].length === 0) return null;
    const { engine } = this.#session.options;
    const threshold = this.#seen.run?.evaluation?.threshold;
    const model = { spec, preparation, members: [rounded(layers)], ...(threshold && { threshold }) };
    return this.#once(`scores of ${part}`, [...this.#weightsNow, threshold], async () => {
      const { truth, predictions } = await scorePart(engine, model, table, split[part]);
      try {
        return score(truth, predictions);
      } catch (error) {
        if (error instanceof AppError && error.code === 'outputs_not_finite') return null;
        throw error;
      }
    });
  }
}
