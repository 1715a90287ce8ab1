// `chainrule train --folds K` and `--seeds N`: many trainings at once on all cores, each kept as a run of its own. Their lines come in
// the order of the folds or seeds. One that diverges is told and leaves the others alone; Ctrl-C ends all and keeps what they have.
import path from 'node:path';
import { AppError } from '../../../../contract/issues/errors.ts';
import type { Plan } from '../../../../contract/model.ts';
import type { Metrics } from '../../../../contract/run/evaluation.ts';
import type { RepeatKind, RepeatsUpdate } from '../../../../contract/run/repeats.ts';
import type { EpochRecord, Run } from '../../../../contract/run/training.ts';
import type { RunSpec } from '../../../../contract/spec/spec.ts';
import type { Dataset } from '../../../../contract/table/dataset.ts';
import { repeatNumber, repeatSpecs } from '../../../../workspace/repeats/repeatSpecs.ts';
import { type Client, withBackend } from '../../inProcess.ts';
import { checkUsage, chooseSpec, currentState, refuseBlocked } from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import { scoreLines } from '../../output/describe.ts';
import { exitCodes } from '../../output/failure.ts';
import { onInterruption } from '../../output/interruption.ts';
import { Output } from '../../output/output.ts';
import { ProgressBar } from '../../output/progressBar.ts';
import { repeatedScores, repeatTable, scoreFields, summarySentences } from '../../output/repeats.ts';
import { saveAgain } from './saveAgain.ts';
import { announce, diverged, endSentence, progressFields, type TrainOptions } from './train.ts';

interface Repeats {
  kind: RepeatKind;
  specs: RunSpec[];
  /** Of the first. */
  plan: Plan;
}

type Member = RepeatsUpdate['members'][number];

/** Returns the exit code. */
export async function trainRepeats(files: readonly string[], options: TrainOptions): Promise<number> {
  checkUsage(options);
  const output = new Output(options.json === true);
  return withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    return repeated(client, dataset, options, output);
  });
}

async function repeated(
  client: Client,
  dataset: Dataset,
  options: TrainOptions,
  output: Output,
): Promise<number> {
  const repeats = await chooseRepeats(client, dataset, options, output);
  const { threads, out, fallback } = options;
  const { kind, specs } = repeats;
  const report = new Report(client, repeats, fallback, output);
  const interrupted = await watchAll(
    client,
    () => client.repeats.keep({ kind, specs, threads, out }),
    report,
    output,
  );
  await report.finish(interrupted !== null);
  if (interrupted !== null) return interrupted;
  report.result();
  return exitCodes.done;
}

/** Folds are proposed one by one, since a proposal depends on the rows that it trains on; seeds share their rows. */
async function chooseRepeats(
  client: Client,
  dataset: Dataset,
  options: TrainOptions,
  output: Output,
): Promise<Repeats> {
  const { seeds } = options;
  const choose = async (fold?: number) => {
    const chosen = await chooseSpec(client, dataset, { ...options, ...(fold !== undefined && { fold }) });
    refuseBlocked(chosen.plan);
    return chosen;
  };
  const first = await choose(seeds === undefined ? 1 : undefined);
  announce(output, dataset, first);
  const { spec, plan } = first;
  if (seeds !== undefined) return { kind: 'seeds', specs: repeatSpecs(spec, 'seeds', seeds), plan };
  const specs = [spec];
  for (let fold = 2; fold <= (options.folds ?? 0); fold++) specs.push((await choose(fold)).spec);
  return { kind: 'folds', specs, plan };
}

/** Follows all to their end; returns the exit code of an interruption, or null. */
async function watchAll(
  client: Client,
  begin: () => Promise<unknown>,
  report: Report,
  output: Output,
): Promise<number | null> {
  let interrupted: number | null = null;
  const bar = new ProgressBar(output.json ? { write: () => {} } : undefined);
  const stop = () => client.repeats.stop().catch(() => {});
  onInterruption((code) => {
    interrupted = code;
    bar.clear();
    if (code === exitCodes.interrupted || code === exitCodes.terminated)
      process.stderr.write('Stopping; press Ctrl+C again to quit at once.\n');
    stop();
  });
  await begin();
  if (interrupted !== null) stop();
  for await (const update of await client.repeats.watch({ runId: null, kind: report.kind })) {
    report.progress(update);
    const ended = report.endedIn(update);
    if (ended.length > 0) bar.clear();
    report.tell(ended, interrupted !== null);
    if (interrupted === null && update.state === 'running') report.draw(bar, update);
  }
  bar.clear();
  onInterruption(null);
  return interrupted;
}

/** Tells of each when it and all before it have ended, and of all together. */
class Report {
  readonly kind: RepeatKind;
  readonly #client: Client;
  readonly #repeats: Repeats;
  readonly #fallback: string | undefined;
  readonly #output: Output;
  readonly #last = new Map<number, EpochRecord>();
  #update: RepeatsUpdate | null = null;
  /** How many have been told. */
  #told = 0;
  readonly #runs: Run[] = [];
  readonly #diverged: number[] = [];

  constructor(client: Client, repeats: Repeats, fallback: string | undefined, output: Output) {
    this.kind = repeats.kind;
    this.#client = client;
    this.#repeats = repeats;
    this.#fallback = fallback;
    this.#output = output;
  }

  progress(update: RepeatsUpdate): void {
    this.#update = update;
    for (const { number, epoch, seconds, best, records } of update.members) {
      const last = records.at(-1);
      if (last === undefined) continue;
      this.#last.set(number, last);
      const { epochs } = this.#repeats.specs[0]!.training;
      const fields = progressFields({ epoch, epochs, best, seconds, secondsLeft: update.secondsLeft }, last);
      this.#output.emit('progress', { ...fields, [this.#word]: number });
    }
  }

  draw(bar: ProgressBar, { members, secondsLeft }: RepeatsUpdate): void {
    const { epochs } = this.#repeats.specs[0]!.training;
    const done = members.map(({ run, epoch }) => (run === undefined ? epoch / epochs : 1));
    const ended = members.filter(({ run }) => run !== undefined).length;
    const share = done.reduce((sum, part) => sum + part, 0) / members.length;
    bar.drawSeveral(share, `${ended} of ${members.length} ${this.kind} ended`, secondsLeft);
  }

  /** Those that can be told now, in their order: one whose weights are not saved waits for the end of all. */
  endedIn({ members }: RepeatsUpdate): Member[] {
    const next = members.slice(this.#told);
    const until = next.findIndex(({ run }) => run === undefined || run.unsaved);
    return until < 0 ? next : next.slice(0, until);
  }

  tell(ended: Member[], interrupted: boolean): void {
    for (const { number, run } of ended) if (run !== undefined) this.#tellOf(number, run, interrupted);
  }

  /** Saves what is only in memory, then tells of the others. Throws AppError run_not_saved; run_not_scored where one could not be
   *  trained, with its reason. */
  async finish(interrupted: boolean): Promise<void> {
    const members = this.#update?.members ?? [];
    for (const { number, run, failure } of members.slice(this.#told)) {
      if (run === undefined) {
        if (failure !== null) throw notTrained(this.#nameOf(number), failure);
        // It was interrupted before it began.
        continue;
      }
      this.#tellOf(number, run.unsaved ? await this.#saved(number) : run, interrupted);
    }
  }

  async #saved(number: number): Promise<Run> {
    await this.#client.repeats.take({ number });
    const { run } = await currentState(this.#client);
    if (run === null) throw new Error('The workspace lost its run.');
    const fallback = this.#fallback && path.join(this.#fallback, `${this.#word}-${number}`);
    return saveAgain(this.#client, run, this.#output, { fallback });
  }

  #tellOf(number: number, run: Run, interrupted: boolean): void {
    const output = this.#output;
    const { metrics, folder, fingerprint, unit, severalTargets, progress } = run;
    this.#told++;
    const isDiverged = progress.state === 'diverged';
    const sentence = isDiverged ? diverged(run, this.#repeats.plan).message : endSentence(run, interrupted);
    output.say('', `${this.#nameOf(number)}: ${sentence}`);
    const test = testOf(metrics);
    if (test !== null) output.say(...scoreLines(test, unit, severalTargets));
    output.say(`Kept in ${folder}`);
    const state = isDiverged ? { diverged: true } : {};
    output.emit(this.#word, { [this.#word]: number, metrics, model: folder, fingerprint, ...state });
    if (isDiverged) this.#diverged.push(number);
    this.#runs.push(run);
  }

  /** Throws AppError training_diverged where fewer than two have not. */
  result(): void {
    const output = this.#output;
    const steady = this.#runs.filter(({ progress }) => progress.state !== 'diverged');
    if (steady.length < 2 && this.#diverged.length > 0)
      throw diverged(this.#runs.find((run) => !steady.includes(run))!, this.#repeats.plan);
    const tests = steady.flatMap(({ metrics }) => testOf(metrics) ?? []);
    const scores = repeatedScores(tests);
    const unit = steady[0]?.unit;
    const summary = this.#update?.summary ?? null;
    output.say('', ...repeatTable(scores, steady[0]), '');
    if (summary !== null) output.say(...summarySentences(this.kind, summary, unit));
    if (this.#diverged.length > 0)
      output.note(`${this.#named(this.#diverged)} diverged, and no score counts them.`, {
        code: 'training_diverged',
      });
    const { specs } = this.#repeats;
    const which =
      this.kind === 'folds'
        ? { folds: specs.length }
        : { seeds: specs.map((spec) => repeatNumber(spec, 'seeds')) };
    output.emit('result', {
      ...which,
      scores: scoreFields(scores, this.kind),
      models: this.#runs.map(({ folder }) => folder),
      ...(summary && { interval: summary.interval, lead: summary.lead }),
      ...(this.#diverged.length > 0 && { diverged: this.#diverged }),
    });
  }

  get #word(): 'fold' | 'seed' {
    return this.kind === 'folds' ? 'fold' : 'seed';
  }

  #nameOf(number: number): string {
    return this.kind === 'folds' ? `Fold ${number} of ${this.#repeats.specs.length}` : `Seed ${number}`;
  }

  #named(numbers: readonly number[]): string {
    const [word, several] = this.kind === 'folds' ? ['Fold', 'Folds'] : ['Seed', 'Seeds'];
    return `${numbers.length === 1 ? word : several} ${numbers.join(', ')}`;
  }
}

const testOf = (metrics: Metrics | null) => metrics?.test ?? null;

function notTrained(name: string, reason: string): AppError {
  return new AppError('run_not_scored', `${name} could not be trained: ${reason}`, { reason });
}
