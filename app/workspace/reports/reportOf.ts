// What a report tells: of a run from its folder, or from memory if it is the current one; of a model file what it keeps. The table is
// read again where it is still the one that the run was trained on: then the report has its columns, what was left out, and cells of
// the worst rows.

import { stat } from 'node:fs/promises';
import type { ModelRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import { mostReportedCells, mostReportedEpochs, type Report } from '../../contract/report.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import { meanHistory } from '../../contract/run/memberHistory.ts';
import { type RunRepeats, repeatKinds } from '../../contract/run/repeats.ts';
import { foundBy, type KeptSearch } from '../../contract/run/search.ts';
import { type EpochRecord, endedStates, type ShownModel } from '../../contract/run/training.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { readModel } from '../models/readModel.ts';
import { programVersion } from '../program.ts';
import { summaryOf } from '../repeats/repeatsCalls.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { tableOfRun } from '../runs/runCalls.ts';
import { findRun, type KeptRun, readKept } from '../runs/runList.ts';
import { resolveFile } from '../table/fileRef.ts';
import { networkPlan } from '../table/networkPlan.ts';
import type { OpenTable } from '../table/openTable.ts';
import { planSpec } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { lookInto } from './lookedInto.ts';

/** Throws AppError run_not_found, run_needed (it has not ended), not_allowed_here, and what reading a model throws. */
export async function reportOf(session: WorkspaceSession, ref: ModelRef): Promise<Report> {
  if (ref.kind === 'run') {
    const live = session.live?.id === ref.id ? session.live : null;
    const kept =
      live === null ? await findRun(session.options.home, ref.id) : await readKept(live.folder.path);
    return reportOfRun(session, await (live === null ? ranOf(kept) : ranNow(kept, live)));
  }
  const { path } = await resolveFile(ref, session.options);
  const isFolder = await stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
  return isFolder
    ? reportOfRun(session, await ranOf(await readKept(path)))
    : reportOfModel(await readModel(path, session.options));
}

/** A run as its report sees it. */
interface Ran extends KeptRun {
  model: () => Promise<Model>;
  repeats: RunRepeats | null;
  search: KeptSearch | null;
  spec: RunSpec;
  evaluation: Evaluation | null;
  shown: ShownModel | null;
  fingerprint: string | null;
}

async function ranOf(kept: KeptRun): Promise<Ran> {
  const { record, folder } = kept;
  const evaluation = await folder.readEvaluation();
  const [repeats, search] = await Promise.all([folder.readRepeats(), folder.readSearch()]);
  const model = () => readModel(folder.path);
  return {
    ...kept,
    model,
    repeats,
    search,
    spec: record.spec,
    evaluation,
    shown: null,
    fingerprint: record.fingerprint,
  };
}

/** The folder may be behind what is in memory. */
async function ranNow(kept: KeptRun, live: LiveRun): Promise<Ran> {
  const { spec, progress, records, evaluation, testViews } = live;
  const { shown, fingerprint, changes, metrics } = live.view();
  const record = { ...kept.record, id: live.id, changes, testViews, metrics };
  const notes = { ...kept.notes, name: live.name };
  const model = () => live.keptModel();
  const { repeats } = live;
  const search = await kept.folder.readSearch();
  return {
    ...kept,
    model,
    repeats,
    search,
    record,
    notes,
    spec,
    progress,
    records,
    evaluation,
    shown,
    fingerprint,
  };
}

async function reportOfRun(session: WorkspaceSession, ran: Ran): Promise<Report> {
  const { record, spec, progress, evaluation, fingerprint } = ran;
  if (!endedStates.includes(progress.state) || fingerprint === null || record.preparation === null)
    throw notEnded(record.id, progress.state);
  const { open } = await tableOfRun(session, record);
  try {
    const rowsOf = ran.shown === null ? open : session.open;
    return {
      version: programVersion,
      run: { ...told(ran), records: thinned(meanHistory(ran.records), progress.best?.epoch ?? 0) },
      spec,
      network: networkPlan(spec, record.preparation),
      trainedOn: trainedOn(record, open),
      table: open === null ? null : await tableFacts(open, spec),
      metrics: evaluation?.metrics ?? record.metrics,
      evaluation,
      worst: rowsOf === null || evaluation === null ? null : await worstCells(rowsOf, spec, evaluation),
      lookedInto:
        open === null || evaluation === null || ran.shown !== null
          ? null
          : await lookInto(session, await ran.model(), open, evaluation),
      repeats: repeatsOf(ran),
      foundBy: ran.search && foundBy(ran.search),
      testViews: record.testViews,
      shown: ran.shown,
      fingerprint,
    };
  } finally {
    if (open !== session.open) open?.table.close();
  }
}

function repeatsOf({ repeats, evaluation }: Ran): Report['repeats'] {
  return repeatKinds.flatMap((kind) => {
    const kept = repeats?.[kind];
    if (kept === undefined) return [];
    const members = kept.members.map(({ records: _, ...member }) => member);
    return [{ kind, members, summary: summaryOf(evaluation, kind, kept) }];
  });
}

function notEnded(run: string, state: string): AppError {
  const what = state === 'interrupted' ? 'was interrupted: resume it first' : 'has not ended yet';
  return new AppError('run_needed', `The run ${run} ${what}; there is nothing to report before its end.`, {
    run,
  });
}

function told({ record, notes, progress }: Ran): Omit<NonNullable<Report['run']>, 'records'> {
  const { id, startedAt, endedAt, parent = null, openedFrom, changes, environment } = record;
  const { name, notes: written } = notes;
  return { id, name, notes: written, startedAt, endedAt, parent, openedFrom, progress, changes, environment };
}

/** At most `mostReportedEpochs`, evenly, with the last and the best one. */
function thinned(records: readonly EpochRecord[], best: number): EpochRecord[] {
  const stride = Math.ceil(records.length / mostReportedEpochs);
  const last = records.length - 1;
  return records.filter(({ epoch }, k) => k % Math.max(1, stride) === 0 || k === last || epoch === best);
}

function trainedOn({ dataset, openedFrom }: RunRecord, open: OpenTable | null): Report['trainedOn'] {
  const { fileName, bytes, hash, files } = dataset;
  // A model file that does not name its table stands for it.
  if (hash === '' && fileName === openedFrom) return null;
  const rows = open?.table.files.map((file) => file.rows) ?? [];
  return {
    ...{ fileName, hash, bytes: bytes === 0 ? null : bytes },
    files: files.map(({ name, bytes, hash }, k) => ({ name, bytes, hash, rows: rows[k] ?? 0 })),
  };
}

async function tableFacts({ table, preparer }: OpenTable, spec: RunSpec): Promise<Report['table']> {
  const { rows, issues } = await planSpec(preparer, spec, []);
  const own = table.issues.filter(({ stage }) => stage === 'dataset');
  return {
    ...{ rows: table.rows, rowsLeftOut: table.rowsLeftOut },
    ...{ withoutTarget: rows.withoutTarget, duplicates: rows.duplicates },
    columns: table.columns.map(({ name, missing, unit }) => ({ name, missing, ...(unit && { unit }) })),
    issues: [...own, ...issues.filter(({ stage }) => stage === 'dataset')],
  };
}

async function worstCells(
  { table }: OpenTable,
  spec: RunSpec,
  { worst }: Evaluation,
): Promise<Report['worst']> {
  const features = new Set(spec.data.columns.flatMap(({ name, role }) => (role === 'feature' ? [name] : [])));
  const shown = table.columns
    .flatMap(({ name }, index) => (features.has(name) ? [{ name, index }] : []))
    .slice(0, mostReportedCells);
  const cells: (string | null)[][] = [];
  for (const { row } of worst) {
    const [found = []] = (await table.window({ offset: row, limit: 1 })).rows;
    cells.push(shown.map(({ index }) => found[index] ?? null));
  }
  return { columns: shown.map(({ name }) => name), cells };
}

function reportOfModel(model: Model): Report {
  const { spec, preparation, metrics, table, testViews = 0 } = model;
  return {
    version: programVersion,
    run: null,
    spec,
    network: networkPlan(spec, preparation),
    trainedOn:
      table === undefined ? null : { fileName: table.name, bytes: null, hash: table.hash, files: [] },
    table: null,
    metrics,
    evaluation: null,
    worst: null,
    lookedInto: null,
    repeats: [],
    foundBy: null,
    testViews,
    shown: null,
    fingerprint: modelFingerprint(model),
  };
}
