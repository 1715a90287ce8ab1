// `chainrule train`: from a file to a run's folder. Ctrl-C ends training and keeps the best weights so far.
import { AppError } from '../../../../contract/issues/errors.ts';
import type { Plan } from '../../../../contract/model.ts';
import type { Comparison } from '../../../../contract/run/comparison.ts';
import type { Part } from '../../../../contract/run/parts.ts';
import type { EndReason, EpochRecord, Progress, Run } from '../../../../contract/run/training.ts';
import type { Monitor } from '../../../../contract/spec/stopping.ts';
import type { Dataset } from '../../../../contract/table/dataset.ts';
import { type Client, fileRef, withBackend } from '../../inProcess.ts';
import {
  type Chosen,
  checkUsage,
  chooseSpec,
  currentState,
  refuseBlocked,
} from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import { readChanges } from '../../options/specFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { comparisonFields, comparisonSentences, memorisedSentences } from '../../output/comparison.ts';
import { coverageSentences } from '../../output/coverage.ts';
import { planSentences, scoreTable, whyNull } from '../../output/describe.ts';
import { tableSentences } from '../../output/describeTable.ts';
import { causeSentence } from '../../output/divergence.ts';
import { exitCodes } from '../../output/failure.ts';
import { counted, duration, figure } from '../../output/figures.ts';
import { onInterruption } from '../../output/interruption.ts';
import { holdingFor, noteIssues } from '../../output/issueLines.ts';
import { Output } from '../../output/output.ts';
import { ProgressBar } from '../../output/progressBar.ts';
import { saveAgain } from './saveAgain.ts';

export interface TrainOptions extends SpecOptions {
  /** That of --from. */
  model?: string;
  /** JSON file of --changes. */
  changes?: string;
  threads?: number;
  seeds?: number;
  out?: string;
  fallback?: string;
  json?: boolean;
}

/** Returns the exit code. */
export async function train(files: readonly string[], options: TrainOptions): Promise<number> {
  checkUsage(options);
  const output = new Output(options.json === true);
  return withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const chosen = await chooseSpec(client, dataset, options);
    refuseBlocked(chosen.plan);
    announce(output, dataset, chosen);
    const { run, interrupted } = await trainOnce(client, chosen, options, output);
    await report(client, run, output, interrupted);
    if (interrupted === null) offerSearch(output, chosen, files, options);
    return interrupted ?? exitCodes.done;
  });
}

/** With more rows one network with the proposed settings does about as well, and a search takes minutes. */
const rowsOfSearch = 1_000;

function offerSearch(
  output: Output,
  { plan }: Chosen,
  files: readonly string[],
  options: TrainOptions,
): void {
  const { train, validation } = plan.rows;
  if (train + validation >= rowsOfSearch || options.model !== undefined) return;
  const target = options.target?.map((name) => ` --target ${shown(name)}`).join('') ?? '';
  const spec = options.spec === undefined ? '' : ` --spec ${shown(options.spec)}`;
  output.say(
    `With so few rows, several networks together predict better: chainrule search ${files.map(shown).join(' ')}${target}${spec} compares many and keeps the best.`,
  );
}

/** As it is typed in a shell. */
function shown(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

async function trainOnce(client: Client, { plan }: Chosen, options: TrainOptions, output: Output) {
  const { threads, out, fallback, model } = options;
  const origin = model === undefined ? {} : { from: fileRef(model) };
  const changes = options.changes === undefined ? {} : { changes: await readChanges(options.changes) };
  const begin = () => client.training.start({ threads, out, ...changes, ...origin });
  const interrupted = await watchToItsEnd(client, begin, output);
  const ended = (await currentState(client)).run;
  if (ended === null) throw new Error('The workspace lost its run.');
  const run = ended.unsaved ? await saveAgain(client, ended, output, { fallback }) : ended;
  if (run.progress.state === 'diverged') throw diverged(run, plan);
  return { run, interrupted };
}

export function announce(output: Output, dataset: Dataset, { spec, plan }: Chosen): void {
  output.say(...tableSentences(dataset));
  for (const { message, code } of plan.reasons) output.note(message, { code });
  noteIssues(output, [...holdingFor(spec.data, dataset.issues), ...plan.issues]);
  output.say(...planSentences(spec, plan));
  const { rows, parameters } = plan;
  output.emit('proposal', { spec, rows: { ...rows, leftOut: dataset.rowsLeftOut }, parameters });
}

/** Begins a run and waits until it has ended and was scored; returns the exit code of an interruption, or null. One that comes
 *  while the run begins ends it, too: what was begun is kept as a stopped run. */
export async function watchToItsEnd(
  client: Client,
  begin: () => Promise<{ runId: string }>,
  output: Output,
): Promise<number | null> {
  let interrupted: number | null = null;
  const bar = new ProgressBar(output.json ? { write: () => {} } : undefined);
  onInterruption((code) => {
    interrupted = code;
    bar.clear();
    if (code === exitCodes.interrupted || code === exitCodes.terminated)
      process.stderr.write('Stopping; press Ctrl+C again to quit at once.\n');
    stop();
  });
  // Refused where there is nothing to stop: it has not begun yet, or has just ended by itself.
  const stop = () => client.training.stop().catch(() => {});
  const { runId } = await begin();
  if (interrupted !== null) stop();
  let last: EpochRecord | undefined;
  for await (const { progress, records } of await client.training.watch({ runId })) {
    last = records.at(-1) ?? last;
    if (interrupted === null) draw(bar, progress, last);
    if (records.length > 0) output.emit('progress', progressFields(progress, last));
  }
  bar.clear();
  onInterruption(null);
  return interrupted;
}

function draw(bar: ProgressBar, progress: Progress, last: EpochRecord | undefined): void {
  const { members, secondsLeft } = progress;
  if (members === undefined) bar.draw(progress, last);
  else {
    const words = `${members.ended} of ${counted(members.count, 'network')}`;
    bar.drawSeveral(members.ended / members.count, words, secondsLeft);
  }
}

type Shown = Pick<Progress, 'epoch' | 'epochs' | 'best' | 'seconds' | 'secondsLeft'>;

export function progressFields(progress: Shown, last: EpochRecord | undefined) {
  return {
    ...(last?.member === undefined ? {} : { member: last.member }),
    epoch: last?.epoch ?? progress.epoch,
    epochs: progress.epochs,
    trainLoss: last?.trainLoss ?? null,
    validationLoss: last?.validationLoss ?? null,
    bestEpoch: progress.best?.epoch ?? null,
    seconds: progress.seconds,
    secondsLeft: progress.secondsLeft,
  };
}

export async function report(
  client: Client,
  run: Run,
  output: Output,
  interrupted: number | null,
  /** Further fields of the result. */
  more: object = {},
): Promise<void> {
  const { progress, metrics } = run;
  if (metrics === null) {
    const reason = run.notSaved?.message ?? 'the run ended too early.';
    const sentence = `The weights are kept in ${run.folder}, but they could not be scored: ${reason}`;
    throw new AppError('run_not_scored', sentence, { reason });
  }
  const evaluation = await client.evaluation.get({ runId: run.id });
  output.say('', endSentence(run, interrupted !== null));
  output.say('', ...scoreTable(evaluation), '');
  if (evaluation.detail.kind === 'numeric') {
    const names = evaluation.detail.targets.map(({ name }) => name);
    output.say(
      `RMSE and MAE are in the units of ${names.length > 1 ? 'each target' : (names[0] ?? 'the target')}.`,
    );
  }
  const { comparison } = evaluation;
  const { coverage, detail } = evaluation;
  if (coverage !== undefined) {
    const targets = detail.kind === 'numeric' ? detail.targets : [];
    const names = targets.map(({ name }) => name);
    output.say(
      ...coverageSentences(
        coverage,
        names,
        targets.map(({ unit }) => unit ?? null),
      ),
    );
  }
  if (comparison !== undefined) {
    output.say(...comparisonSentences(comparison, run.unit));
    if (evaluation.on !== 'train')
      output.say(...memorisedSentences(comparison, evaluation.all?.train ?? null, run.unit));
  }
  if (hardlyLearned(progress))
    output.say(
      `The weights of epoch ${progress.best?.epoch} are kept: the validation loss rose from then on, so the later epochs were of no use. Try a lower learning rate.`,
    );
  if (run.notSaved !== null) {
    const { message } = run.notSaved;
    throw new AppError('disk_write_failed', message, { path: run.folder, reason: message });
  }
  if (run.parent !== null)
    output.say(`Began from the weights of ${run.parent.name} (${run.parent.fingerprint}).`);
  output.say(`Fingerprint: ${run.fingerprint}`, `Kept in ${run.folder}`);
  const reasons = whyNull(metrics);
  output.emit('result', {
    task: run.spec.data.task,
    metrics,
    ...(run.unit === undefined ? {} : { unit: run.unit }),
    ...(Object.keys(reasons).length > 0 ? { reasons } : {}),
    ...(coverage && { coverage }),
    ...(comparison && judgedFields(comparison, evaluation.on)),
    ...(progress.members === undefined ? {} : { networks: progress.members.count }),
    epochs: progress.epoch,
    bestEpoch: progress.best?.epoch ?? null,
    ended: progress.reason,
    seconds: progress.seconds,
    rows: evaluation.rows,
    seed: run.spec.seed,
    model: run.folder,
    fingerprint: run.fingerprint,
    ...(run.parent === null ? {} : { parent: run.parent }),
    ...more,
  });
}

/** A network whose best epoch is one of the first five, of more. */
function hardlyLearned({ best, epoch }: Progress): boolean {
  return best !== null && best.epoch <= 5 && best.epoch < epoch;
}

/** Against simple models, on the part that is judged. */
function judgedFields(comparison: Comparison, on: Part) {
  const { metrics: judged, baselines, interval, lead } = comparisonFields(comparison);
  return { on, judged, baselines, interval, lead };
}

const endings: Record<EndReason, string> = {
  patience: 'the monitored value did not improve',
  epochs: 'all epochs are done',
  targetLoss: 'the target loss was reached',
  timeLimit: 'the time limit was reached',
  converged: 'it converged',
  stopped: 'it was stopped',
  diverged: 'it diverged',
  failed: 'it failed',
};

export function endSentence({ spec, progress, metrics }: Run, interrupted: boolean): string {
  const { epoch, best, reason, seconds } = progress;
  const { monitor } = spec.training.stopping;
  const usual = reason === 'patience' && monitor === 'loss';
  // The training loss of an epoch is measured during it, before the steps that led to its weights.
  const during = monitor === 'trainingLoss' || (monitor === 'loss' && metrics?.validation == null);
  const why = usual && !during ? 'the validation loss did not improve' : endings[reason ?? 'stopped'];
  const kept =
    best === null
      ? 'no epoch was finished, so the initial weights are kept'
      : `the ${interrupted ? 'best weights so far' : 'weights'} of epoch ${best.epoch} are kept (${during ? 'training ' : ''}${monitoredValue(monitor, best.loss)}${during ? ' during it' : ''})`;
  if (progress.members !== undefined) return ensembleSentence(progress, why);
  return `Trained ${counted(epoch, 'epoch')} in ${duration(seconds)}; ${why}; ${kept}.`;
}

/** Networks that were stopped before they began are not in the ensemble. */
function ensembleSentence({ members, epoch, best, seconds }: Progress, why: string): string {
  const trained = counted(members?.count ?? 0, 'network');
  const kept = best === null ? '' : `; the median of their best epochs is ${best.epoch}`;
  return `Trained an ensemble of ${trained} of up to ${counted(epoch, 'epoch')} in ${duration(seconds)}; ${why}${kept}.`;
}

/** For accuracy the engine monitors 1 - accuracy, so that lower is better. */
function monitoredValue(monitor: Monitor, value: number): string {
  if (monitor === 'accuracy') return `accuracy ${figure(1 - value)}`;
  return monitor === 'meanAbsoluteError' ? `scaled absolute error ${figure(value)}` : `loss ${figure(value)}`;
}

export function diverged({ progress, folder, metrics, spec }: Run, { inputs, layers }: Plan): AppError {
  const kept =
    metrics !== null && progress.best !== null
      ? ` The weights of epoch ${progress.best.epoch} are kept in ${folder}.`
      : '';
  return new AppError(
    'training_diverged',
    `Diverged at epoch ${progress.epoch + 1}, step ${progress.divergedAt ?? progress.step}: the loss was no longer finite. ${causeSentence(progress.cause, spec.training.optimizer.learningRate, inputs, layers.length)}${kept}`,
    { epoch: progress.epoch, step: progress.divergedAt ?? progress.step },
  );
}
