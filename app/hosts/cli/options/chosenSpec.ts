// Options and table -> the workspace's spec: proposed from the table with the person's choices, or taken from a spec file or a model.
// Options about the data change such a spec; options about the network together with one are wrong usage.

import type { CommanderError } from 'commander';
import { AppError } from '../../../contract/issues/errors.ts';
import type { Plan } from '../../../contract/model.ts';
import type { Choices } from '../../../contract/spec/choices.ts';
import type { ColumnSpec, RunSpec } from '../../../contract/spec/spec.ts';
import type { Dataset } from '../../../contract/table/dataset.ts';
import type { WorkspaceState } from '../../../contract/workspace.ts';
import { type Client, fileRef } from '../inProcess.ts';
import { wrongUsage } from '../output/failure.ts';
import { splitNames } from './columnNames.ts';
import { fileSplitOf } from './fileSplit.ts';
import { preparations } from './prepareText.ts';
import { readSpec, readTestRows } from './specFile.ts';
import type { SpecOptions } from './specOptions.ts';
import { splitOf } from './splitOptions.ts';
import { freeWithModel, trainedOn } from './trainedOn.ts';
import { trainingChoices } from './trainingChoices.ts';
import { trainingOptions } from './trainingOptions.ts';

/** Checks, before a file is read, which options cannot be combined. A missing target is reported once the table is known.
 *  Throws CommanderError. */
export function checkUsage(options: ChoosingOptions): void {
  trainingChoices(options);
  if (options.spec === undefined && options.model === undefined) {
    splitOf(options, undefined);
    return;
  }
  const free: readonly string[] = options.spec === undefined ? freeWithModel : [];
  const twice = trainingOptions.find((name) => options[name] !== undefined && !free.includes(name));
  if (twice === undefined) return;
  const flag = `--${twice.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const source = options.spec === undefined ? 'The model of --from' : 'The file of --spec';
  throw wrongUsage(`${source} already says what ${flag} would: leave one of them out.`);
}

/** `model`: that of --from, whose weights are the initial ones; its spec, too, where --spec gives none. */
export type ChoosingOptions = SpecOptions & { model?: string };

export interface Chosen {
  spec: RunSpec;
  plan: Plan;
}

/** Makes the result the workspace's spec. Throws what the backend throws, CommanderError where there is no target, and AppError
 *  spec_invalid, option_invalid, column_unknown. */
export async function chooseSpec(
  client: Client,
  dataset: Dataset,
  options: ChoosingOptions,
): Promise<Chosen> {
  const testRows = options.testRows === undefined ? undefined : await readTestRows(options.testRows);
  const columns = dataset.columns.map(({ name }) => name);
  const names = (values: string[] | undefined) => values && splitNames(values, columns);
  const chosen = {
    targets: names(options.target),
    features: names(options.features),
    ignore: names(options.ignore),
    categorical: names(options.categorical),
    sampleWeight: options.sampleWeight,
    group: options.group,
    prepare: options.prepare && preparations(options.prepare, columns),
    dropDuplicates: options.dropDuplicates,
  };
  const read = await givenSpec(client, options);
  if (read !== null) {
    const split = splitOf(options, testRows, read.data.split, await fileSplitOf(dataset, options));
    const spec = changed(read, options, { ...chosen, split });
    const { revision } = await currentState(client);
    return client.spec.set({ revision, spec });
  }
  if (chosen.targets === undefined) throw await targetMissing(client);
  const choices = {
    ...chosen,
    targets: chosen.targets,
    split: splitOf(options, testRows, undefined, await fileSplitOf(dataset, options)),
    task: options.task,
    ...trainingChoices(options),
    seed: options.seed,
  };
  return client.spec.propose(given(choices));
}

/** The spec of --spec or of the model of --from; null without them. */
async function givenSpec(client: Client, options: ChoosingOptions): Promise<RunSpec | null> {
  if (options.spec !== undefined) return readSpec(options.spec);
  if (options.model === undefined) return null;
  const { spec } = await client.spec.ofModel({ model: fileRef(options.model) });
  return trainedOn(spec, options);
}

/** The error for a missing target, which names the most likely columns. */
async function targetMissing(client: Client): Promise<CommanderError> {
  const likely = (await client.dataset.likelyTargets()).map(({ column }) => column);
  const named = likely.length === 0 ? 'name the column to predict' : `likely targets: ${likely.join(', ')}`;
  return wrongUsage(`--target is missing; ${named}.`);
}

/** The choices without keys that are undefined. */
export function given(choices: Choices): Choices {
  const said = Object.entries(choices).filter(([, value]) => value !== undefined);
  return { targets: choices.targets, ...Object.fromEntries(said) };
}

/** Refuses a spec that cannot be trained before it is announced. Throws AppError spec_refused. */
export function refuseBlocked({ issues }: Pick<Plan, 'issues'>): void {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const values = { ...first.values, reason: first.message };
  throw new AppError('spec_refused', first.message, values, { issues: errors });
}

export async function currentState(client: Client): Promise<WorkspaceState> {
  for await (const state of await client.workspace.watch()) return state;
  throw new Error('The workspace reported no state.');
}

type Names = Partial<
  Pick<
    Choices,
    | 'targets'
    | 'features'
    | 'ignore'
    | 'categorical'
    | 'split'
    | 'sampleWeight'
    | 'group'
    | 'prepare'
    | 'dropDuplicates'
  >
>;

function changed(spec: RunSpec, options: ChoosingOptions, names: Names): RunSpec {
  const targets = spec.data.columns.filter(({ role }) => role === 'target').map(({ name }) => name);
  if (names.targets !== undefined && !sameSet(names.targets, targets)) {
    throw contradicted('--target', targets.join(', '), names.targets.join(', '));
  }
  const { task } = options;
  if (task !== undefined && task !== 'auto' && task !== spec.data.task) {
    throw contradicted('--task', spec.data.task, task);
  }
  const known = new Set(spec.data.columns.map(({ name }) => name));
  const single = [names.sampleWeight, names.group].filter((name) => name !== undefined);
  const lists = [names.features, names.ignore, names.categorical, single, Object.keys(names.prepare ?? {})];
  const unknown = lists.flatMap((list) => list ?? []);
  const stranger = unknown.find((name) => !known.has(name));
  if (stranger !== undefined) {
    const columns = [...known].join(', ');
    throw new AppError(
      'column_unknown',
      `There is no column "${stranger}" in ${options.spec ?? options.model}; it has ${columns}.`,
      { column: stranger, columns },
    );
  }
  return {
    ...spec,
    seed: options.seed ?? spec.seed,
    data: {
      ...spec.data,
      split: names.split ?? spec.data.split,
      ...(names.dropDuplicates === undefined ? {} : { dropDuplicates: names.dropDuplicates }),
      columns: spec.data.columns.map((column) => changedColumn(column, names)),
    },
  };
}

function changedColumn(column: ColumnSpec, names: Names): ColumnSpec {
  const { features, ignore, categorical, sampleWeight, group } = names;
  const { name } = column;
  const prepare = new Map(Object.entries(names.prepare ?? {})).get(name);
  let { role, type } = column;
  if (role !== 'target' && features !== undefined) role = features.includes(name) ? 'feature' : 'ignored';
  if (role !== 'target' && prepare !== undefined) role = 'feature';
  if (role !== 'target' && ignore?.includes(name)) role = 'ignored';
  if (categorical?.includes(name)) type = 'category';
  // Another column may have had these roles.
  if (sampleWeight !== undefined && role === 'weight') role = 'ignored';
  if (group !== undefined && role === 'group') role = 'ignored';
  if (sampleWeight === name && role !== 'target') role = 'weight';
  if (group === name && role !== 'target') role = 'group';
  return {
    ...column,
    role,
    type,
    ...(prepare === undefined ? {} : { prepare: { ...column.prepare, ...prepare } }),
  };
}

function contradicted(option: string, expected: string, found: string): AppError {
  return new AppError(
    'option_invalid',
    `${option} is ${found}; the spec file says ${expected}: leave ${option} out or change the file.`,
    { option, expected, found },
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
