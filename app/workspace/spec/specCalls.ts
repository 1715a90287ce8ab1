// Proposing, replacing and judging the workspace's spec.
import { AppError } from '../../contract/issues/errors.ts';
import { isOfData, type Reason } from '../../contract/issues/reasons.ts';
import { inputNames, outputCount, type Plan } from '../../contract/model.ts';
import type { Choices } from '../../contract/spec/choices.ts';
import { lossOfTask } from '../../contract/spec/losses.ts';
import type { Preset } from '../../contract/spec/presets.ts';
import { type DataSpec, type RunSpec, type SplitSpec, specVersion } from '../../contract/spec/spec.ts';
import { proposeData } from '../../dataset/roles/propose.ts';
import { proposeModel } from '../../model/propose.ts';
import { isLeftFromLinear, proposePreset, trainedAsUsual } from '../../model/proposePreset.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { closeUnbegun } from '../runs/unbegunRun.ts';
import { needTable } from '../table/datasetCalls.ts';
import type { OpenTable } from '../table/openTable.ts';
import { planSpec } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

/** The seed for every table unless a person chooses another one. */
export const defaultSeed = 1;

export interface Proposal {
  spec: RunSpec;
  plan: Plan;
  /** Of the state that has them. */
  revision: number;
}

export async function proposeSpec(session: WorkspaceSession, choices: Choices): Promise<Proposal> {
  const open = needTable(session);
  const seed = choices.seed ?? session.state.value.spec?.seed ?? defaultSeed;
  const split = choices.split ?? splitByFiles(session, open);
  const { spec, reasons } = await proposedSpec(
    open,
    { ...choices, ...(split !== undefined && { split }) },
    seed,
  );
  return adoptSpec(session, open, spec, reasons);
}

/** What is proposed for a table, without making it the workspace's. @param seed where the choices name none */
export async function proposedSpec(
  open: OpenTable,
  choices: Choices,
  seed: number,
): Promise<{ spec: RunSpec; reasons: Reason[] }> {
  const { data, reasons: dataReasons } = await proposeData(open.table, choices);
  const { model, training, reasons } = proposeModel(await factsOf(open, data, seed, choices), choices);
  const spec: RunSpec = { version: specVersion, seed, data: readAs(open, data), model, training };
  return { spec, reasons: [...dataReasons, ...reasons] };
}

/** A split by the files of the table stays when another target is chosen: which file is the test set does not depend on it. */
function splitByFiles({ state }: WorkspaceSession, { table }: OpenTable): SplitSpec | undefined {
  const split = state.value.spec?.data.split;
  if (split === undefined || !('by' in split) || split.by !== 'column') return undefined;
  return split.column === table.fileColumn ? split : undefined;
}

/** The spec with the reading and the files of the open table, whatever its own were. */
export function readAs({ table }: OpenTable, { reading: _, files: __, ...data }: DataSpec): DataSpec {
  const { reading } = table;
  const files = table.files.map(({ name, hash }) => ({ path: name, hash }));
  return {
    ...data,
    ...(Object.keys(reading).length > 0 && { reading }),
    ...(files.length > 0 && { files }),
  };
}

/** The spec with the table's columns: those that the spec does not name are ignored. */
export function onTable(open: OpenTable, spec: RunSpec): RunSpec {
  const named = new Map(spec.data.columns.map((column) => [column.name, column]));
  const columns = open.table.columns.map(
    ({ name, type }) => named.get(name) ?? { name, type, role: 'ignored' as const },
  );
  return { ...spec, data: readAs(open, { ...spec.data, columns }) };
}

/** The counts that the model proposal depends on. */
export async function factsOf(
  { preparer }: OpenTable,
  data: DataSpec,
  seed: number,
  { loss }: Pick<Choices, 'loss'>,
) {
  const fitting = loss === undefined || loss === 'auto' ? lossOfTask[data.task] : loss;
  const { split, preparation } = await preparer.prepare({ data, seed, loss: fitting });
  return {
    task: data.task,
    trainRows: split.train.length,
    validationRows: split.validation.length,
    inputs: preparation === null ? 1 : inputNames(preparation).length,
    outputs: preparation === null ? 1 : outputCount(preparation.target),
  };
}

/** `revision` is that of the state that was edited: an edit of an older state is refused, not merged. `amends`: the edit
 *  belongs to the previous change, and undo reverts both together. */
export async function setSpec(
  session: WorkspaceSession,
  revision: number,
  spec: RunSpec,
  amends = false,
): Promise<Proposal> {
  const open = needTable(session);
  const { state } = session;
  refuseStale(session, revision);
  refuseOtherColumns(open, spec);
  const read = { ...spec, data: readAs(open, spec.data) };
  const reasons = state.value.plan?.reasons ?? [];
  // A spec from a file is used unchanged.
  if (state.value.spec === null || !isLeftFromLinear(withoutOff(read)))
    return adoptSpec(session, open, read, reasons, amends);
  const facts = await factsOf(open, read.data, read.seed, read.training);
  const usual = trainedAsUsual(facts, read);
  return adoptSpec(session, open, usual.spec, [...reasons.filter(isOfData), ...usual.reasons], amends);
}

/** Throws AppError revision_stale, dataset_needed, target_needed. */
export async function choosePreset(
  session: WorkspaceSession,
  revision: number,
  preset: Preset,
): Promise<Proposal> {
  const open = needTable(session);
  refuseStale(session, revision);
  const { spec: before, plan } = session.state.value;
  if (before === null) throw new AppError('target_needed', 'Choose the column to predict first.');
  const facts = await factsOf(open, before.data, before.seed, before.training);
  const { spec, reasons } = proposePreset(facts, withoutOff(before), preset);
  return adoptSpec(session, open, spec, [...(plan?.reasons ?? []).filter(isOfData), ...reasons]);
}

/** Throws AppError revision_stale for an edit of an outdated state. */
export function refuseStale({ state, editableSince }: WorkspaceSession, revision: number): void {
  if (revision < editableSince) throw staleState(state.value.revision, revision);
}

export function staleState(expected: number, found = 0): AppError {
  const sentence = 'The settings were changed in the meantime; check them and try again.';
  return new AppError('revision_stale', sentence, { expected, found });
}

/** Makes it the workspace's spec, which can be undone. Throws AppError run_busy. */
export async function adoptSpec(
  session: WorkspaceSession,
  open: OpenTable,
  spec: RunSpec,
  reasons: Reason[],
  amends = false,
): Promise<Proposal> {
  await closeUnbegun(session);
  if (!(await session.onEdit(spec))) session.refuseBusy();
  const plan = await planSpec(open.preparer, spec, reasons);
  if (amends) session.undoHistory.amend();
  else session.undoHistory.recordEdit(session.edited);
  return { spec, plan, ...session.change({ spec, plan }) };
}

/** A spec belongs to a table: it must name that table's columns. */
function refuseOtherColumns({ table }: OpenTable, spec: RunSpec) {
  const names = new Set(table.columns.map(({ name }) => name));
  const stranger = spec.data.columns.find(({ name }) => !names.has(name));
  if (stranger !== undefined)
    throw new AppError(
      'column_unknown',
      `The spec names the column "${stranger.name}", which ${table.fileName} does not have; it has ${[...names].slice(0, 8).join(', ')}.`,
      { column: stranger.name, columns: [...names].slice(0, 8).join(', ') },
    );
}
