// The current run of the workspace: its training while in memory, its folder on disk, and its evaluation once it has ended. A
// run opened from disk has no training. What an ended run leaves stays in memory until it is on disk.
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import { type Evaluation, type Metrics, unitOfScores } from '../../contract/run/evaluation.ts';
import type { NotSaved } from '../../contract/run/notSaved.ts';
import type { RunRepeats } from '../../contract/run/repeats.ts';
import {
  type Change,
  type Checkpoint,
  type CheckpointPosition,
  type EpochRecord,
  endedStates,
  type Progress,
  type Run,
  type RunParent,
  type TrainingUpdate,
} from '../../contract/run/training.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { severalTargets } from '../../dataset/table/targets.ts';
import type { RunFolder } from '../../storage/runFolder.ts';
import type { TrailPoint } from '../../training/stepTrail.ts';
import type { Training } from '../../training/training.ts';
import { notSavedFor, sentenceOf } from '../bugs.ts';
import type { EnsembleTraining } from '../ensemble/ensembleTraining.ts';
import { readModel } from '../models/readModel.ts';
import type { Given } from '../models/shownModel.ts';
import { Watchable } from '../watchable.ts';
import { moveOutcome, type Outcome, writeOutcome } from './outcome.ts';

/** Most records in one message: a million epochs are sent in pieces instead of one message of 60 MB. */
const recordsPerUpdate = 20_000;
const noCheckpoints: readonly CheckpointPosition[] = [];

export interface Kept {
  progress: Progress;
  records: EpochRecord[];
  changes: readonly Change[];
  startedAt: string;
  /** The file it was trained on. */
  fileName: string;
  /** The name that a person gave it, or empty. */
  name?: string;
  /** The run or model that it began from. */
  parent?: RunParent | null;
  /** The scores that a model's file names, and its fingerprint, where nothing is evaluated here. */
  metrics?: Metrics | null;
  fingerprint?: string | null;
  /** The preparation of a run that did not fit one on its training rows. */
  given?: Given | null;
  diedRunning?: boolean;
}

export class LiveRun {
  readonly id: string;
  readonly spec: RunSpec;
  folder: RunFolder;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly fileName: string;
  readonly parent: RunParent | null;
  readonly given: Given | null;
  /** The name that a person gave it, or empty. */
  name: string;
  training: Training | EnsembleTraining | null = null;
  evaluation: Evaluation | null = null;
  /** The same training on folds and with several seeds. */
  repeats: RunRepeats | null = null;
  /** How often the page showed its test score. */
  testViews = 0;
  /** The file that the run was opened from, if it was not trained here. */
  openedFrom: string | null = null;
  /** Whether the source file had changed since the run began. */
  sourceChanged = false;
  /** Progress and history of a run without a training. */
  #kept: Kept;
  #changes = new Watchable(null);
  /** The sentence of an error that ended the run, or that prevented scoring or saving it. */
  failure: NotSaved | null = null;
  /** What the run leaves, as long as it is only in memory, and why it could not be written. */
  #unsaved: { outcome: Outcome; reason: NotSaved | null } | null = null;
  #saving: Promise<void> | null = null;
  /** Whether the run has ended and was scored (or scoring failed). */
  settled: boolean;

  constructor(id: string, spec: RunSpec, folder: RunFolder, kept: Kept) {
    this.id = id;
    this.startedAt = kept.startedAt;
    this.fileName = kept.fileName;
    this.parent = kept.parent ?? null;
    this.given = kept.given ?? null;
    this.name = kept.name ?? '';
    this.spec = spec;
    this.folder = folder;
    this.#kept = kept;
    this.settled = endedStates.includes(kept.progress.state);
  }

  get progress(): Progress {
    const progress = this.training?.progress ?? this.#kept.progress;
    return this.failure !== null && !endedStates.includes(progress.state)
      ? { ...progress, state: 'failed', reason: 'failed' }
      : progress;
  }

  get records(): EpochRecord[] {
    return this.training?.records ?? this.#kept.records;
  }

  /** Replaces the history of a run without a training, before it goes on. */
  keepRecords(records: EpochRecord[]): void {
    this.#kept = { ...this.#kept, records };
  }

  get changes(): readonly Change[] {
    return this.training?.changes ?? this.#kept.changes;
  }

  /** Checkpoints to go back to, ascending, as long as this run is the current one. */
  get checkpoints(): readonly CheckpointPosition[] {
    return this.training?.checkpoints ?? noCheckpoints;
  }

  /** The newest checkpoint at or before `step`; null where none is kept. */
  checkpointAt(step: number): Checkpoint | null {
    return this.training?.checkpointAt(step) ?? null;
  }

  /** Steps that were taken one by one, ascending, with the weights after each. */
  get trail(): readonly TrailPoint[] {
    return this.training !== null && 'trail' in this.training ? this.training.trail.points : [];
  }

  /** Whether the run was running, not paused, when its process died. */
  get diedRunning(): boolean {
    return this.#kept.diedRunning === true && this.progress.state === 'interrupted';
  }

  /** Whether the run is still training or waits for its next step. */
  get busy(): boolean {
    return this.training !== null && !this.settled;
  }

  /** Whether the last step is done but the run is not yet scored. */
  get scoring(): boolean {
    return this.busy && endedStates.includes(this.progress.state);
  }

  /** Whether the run has ended and its weights are only in memory. */
  get unsaved(): boolean {
    return this.#unsaved !== null;
  }

  /** The model of the kept (best) weights. Throws what readModel throws. */
  async keptModel(): Promise<Model> {
    return this.#unsaved?.outcome.model ?? (await readModel(this.folder.path));
  }

  /** Writes what the run leaves and ends its work on its folder. A failed write is tried once more, since some errors of a disk
   *  pass; then the run stays unsaved. Never throws. */
  async keep(outcome: Outcome): Promise<void> {
    this.#unsaved = { outcome, reason: null };
    await this.save().catch(() => this.save().catch(() => {}));
  }

  /** Writes what is only in memory: to the run's folder, or to the new folder `out`, which becomes the run's. Does nothing
   *  for a run that is saved. Throws AppError disk_full, disk_write_failed, folder_not_empty. */
  async save(out?: string): Promise<void> {
    await this.#saving?.catch(() => {});
    this.#saving = this.#write(out);
    try {
      await this.#saving;
    } finally {
      this.#saving = null;
    }
  }

  async #write(out: string | undefined) {
    if (this.#unsaved === null) return;
    const { outcome } = this.#unsaved;
    try {
      if (out === undefined) await writeOutcome(this.folder, outcome);
      else this.folder = await moveOutcome(this.folder, out, { ...outcome, history: this.records });
    } catch (error) {
      this.#unsaved = { outcome, reason: notSavedFor(error) };
      throw error;
    }
    this.#unsaved = null;
    await this.#release();
  }

  /** A lock that cannot be removed is worth a sentence only: it is taken over once this process has ended. */
  async #release() {
    await this.folder
      .release()
      .catch((error: unknown) =>
        console.error(
          `The folder ${this.folder.path} stays locked until Chainrule ends: ${sentenceOf(error)}`,
        ),
      );
  }

  /** Throws AppError run_not_saved: closing the run would lose its weights. */
  refuseUnsaved() {
    if (this.#unsaved === null) return;
    const reason = this.#unsaved.reason?.message ?? '';
    const sentence = `The weights of the last run are only in memory, because saving them failed: ${reason} Save them again or discard them first.`;
    throw new AppError('run_not_saved', sentence, { reason });
  }

  /** Replaces the model, and the evaluation if there is one, of what is only in memory; false where all is saved. */
  replaceUnsaved({ model, evaluation }: Pick<Outcome, 'model' | 'evaluation'>): boolean {
    if (this.#unsaved === null) return false;
    const { outcome } = this.#unsaved;
    outcome.model = model;
    if (evaluation !== null) {
      outcome.evaluation = evaluation;
      outcome.record = { ...outcome.record, metrics: evaluation.metrics };
    }
    return true;
  }

  /** Gives up what is only in memory; the folder keeps the last checkpoint. */
  discardUnsaved() {
    this.#unsaved = null;
  }

  /** Resolves when the run has ended, was scored and saved. */
  async scored(): Promise<void> {
    for await (const _ of this.updates(undefined));
  }

  /** `atOnce`: for changes that a person waits for, unlike new epochs. */
  changed(atOnce = false) {
    this.#changes.changed(atOnce);
  }

  view(): Run {
    const unit = this.evaluation === null ? undefined : unitOfScores(this.evaluation.detail);
    return {
      id: this.id,
      name: this.name,
      fileName: this.fileName,
      startedAt: this.startedAt,
      parent: this.parent,
      spec: this.spec,
      progress: this.progress,
      changes: [...this.changes],
      metrics: this.evaluation?.metrics ?? this.#kept.metrics ?? null,
      ...(unit === undefined ? {} : { unit }),
      ...severalTargets(this.spec.data),
      ...(this.evaluation?.threshold === undefined ? {} : { threshold: this.evaluation.threshold }),
      testViews: this.testViews,
      openedFrom: this.openedFrom,
      fingerprint: this.evaluation?.fingerprint ?? this.#kept.fingerprint ?? null,
      shown: this.given?.shown ?? null,
      ...(this.given === null ? {} : { plan: this.given.plan }),
      folder: this.folder.path,
      sourceChanged: this.sourceChanged,
      notSaved: this.#notSaved,
      unsaved: this.unsaved,
      ...(this.repeats === null ? {} : { repeats: repeatedAt(this.repeats) }),
    };
  }

  get #notSaved(): NotSaved | null {
    const known = this.#unsaved?.reason ?? this.failure;
    // Once the run has ended, its whole history is a part of what is saved.
    return known ?? (this.settled ? null : (this.training?.notSaved ?? null));
  }

  /** Everything so far, then what is new; ends after the update that the run has ended and was scored. */
  async *updates(signal: AbortSignal | undefined): AsyncGenerator<TrainingUpdate, void> {
    let from = 0;
    let beginnings = this.training?.beginnings ?? 0;
    let sent: readonly CheckpointPosition[] | null = null;
    for await (const _ of this.#changes.watch(signal)) {
      const settled = this.settled;
      // A resumed run continues from its checkpoint, which may be before the last epoch that was sent.
      from = Math.min(from, this.records.length);
      // A rewind makes everything that was sent invalid.
      if (this.training !== null && this.training.beginnings !== beginnings) from = 0;
      beginnings = this.training?.beginnings ?? beginnings;
      do {
        const records = this.records.slice(from, from + recordsPerUpdate);
        const kept = this.checkpoints;
        const history = kept === sent ? {} : { checkpoints: [...kept] };
        sent = kept;
        yield { runId: this.id, progress: this.progress, from, records, ...history };
        from += records.length;
      } while (from < this.records.length);
      if (settled) return;
    }
  }

  /** Call when it is no longer the current run and cannot become so again. */
  async close() {
    await this.training?.dispose();
    // The last attempt: after it the weights exist nowhere.
    await this.save().catch((error: unknown) =>
      console.error(`The weights of the run ${this.id} were not saved and are lost: ${sentenceOf(error)}`),
    );
    await this.#release();
    this.training?.forgetCheckpoints();
  }
}

function repeatedAt({ folds, seeds }: RunRepeats): Run['repeats'] {
  return { ...(folds && { folds: folds.startedAt }), ...(seeds && { seeds: seeds.startedAt }) };
}
