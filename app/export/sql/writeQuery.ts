// A model -> one SELECT over the user's table, for DuckDB and SQLite: all its columns, and the predictions beside them. Everything is computed in
// double; each layer is a step of the query. There is no error function in SQL, so exact gelu is refused.
import { AppError } from '../../contract/issues/errors.ts';
import { boundNames, classNames, classSetName, valueNames } from '../../contract/predictedColumns.ts';
import type { WrittenFile } from '../format.ts';
import { freeNames } from '../freeNames.ts';
import type { PortableModel, PortableOutput } from '../portable/portableModel.ts';
import { refuseManyParameters, refuseWide } from '../portable/refusals.ts';
import { addGoldenRows, goldenNames } from './sqlGoldenRows.ts';
import { type AddedColumn, headText, tablePlaceholder } from './sqlHead.ts';
import { addClassSet, addLevel, addMargins, boundsOf } from './sqlIntervals.ts';
import { addNetwork, sigmoidOf } from './sqlNetwork.ts';
import { addInputs } from './sqlPreparation.ts';
import { type Column, SqlSteps, withLargest } from './sqlSteps.ts';
import { commented, number, quotedName, quotedText, sum } from './sqlText.ts';

/** A database plans each number of the query: with so many, DuckDB takes some seconds. */
const mostParameters = 50_000;
/** SQLite gives a result at most 2,000 columns; the user's table may have some that the model does not read. */
const mostWide = 1_900;

/** Throws AppError export_unsuited. */
export function writeQuery(model: PortableModel, stem: string): WrittenFile[] {
  refuseGelu(model);
  refuseManyParameters(model, 'A query', mostParameters, 'since a database plans each of them');
  const [rowName, ...names] = resultNames(model);
  const columns = model.rawInputs.length + 1 + names.length;
  refuseWide(model, 'A query', mostWide, 'since SQLite has no more columns', columns);
  refuseAlike(model);
  const steps = new SqlSteps(rowName!);
  const { from, added, golden } = addSteps(steps, model, names);
  const row: AddedColumn = { name: rowName!, kind: 'row number', expression: '' };
  const text = `${headText(model, [row, ...added], golden)}${steps.text()}
SELECT
  t.*,
${added.map(({ name, expression }) => `  ${expression} AS ${quotedName(name)}`).join(',\n')}
FROM ${from}
ORDER BY t.${steps.row};
`;
  return [{ name: `${stem}.sql`, type: 'application/sql', bytes: new TextEncoder().encode(text) }];
}

/** What is added to the table's columns: the number of the row, then what `predict` adds. */
function resultNames({ rawInputs, output, names, model }: PortableModel): string[] {
  const numbers = output.kind === 'numbers';
  const intervals = numbers ? names.flatMap(boundNames) : [classSetName];
  return freeNames(
    rawInputs.map(({ name }) => name),
    [
      'chainrule_row',
      ...(numbers ? valueNames(names) : classNames(names)),
      ...(model.calibration === undefined ? [] : intervals),
    ],
  );
}

/** All steps, what the last SELECT reads, and the columns that it adds under `names`. */
function addSteps(steps: SqlSteps, model: PortableModel, names: readonly string[]) {
  const { output, networks } = model;
  const { calibration } = model.model;
  const level = calibration && addLevel(steps);
  const golden = addGolden(steps, model, names);
  const table = steps.addText(
    'numbered',
    `SELECT *, row_number() OVER () AS ${steps.row} FROM ${tablePlaceholder}`,
  );
  const inputs = addInputs(steps, model, table);
  const answers = networks.map((layers, m) => {
    const name = `network_${m + 1}`;
    return addAnswer(steps, output, name, addNetwork(steps, layers, name, inputs));
  });
  const answer = answers.length === 1 ? answers[0]! : addMean(steps, answers, model.names.length);
  const margins = calibration && addMargins(steps, calibration, level!);
  const chosen = addLabel(steps, output, answer, margins);
  const columns = output.kind === 'numbers' ? numberColumns(model, margins) : classColumns(model, margins);
  const joined = `${table} AS t\nJOIN ${chosen} AS a ON a.${steps.row} = t.${steps.row}`;
  return {
    from: margins === undefined ? joined : `${joined}\nCROSS JOIN ${margins} AS m`,
    added: columns.map((column, k): AddedColumn => ({ ...column, name: names[k]! })),
    golden,
  };
}

/** Undefined also where the result on them would be too wide. @param added names of the columns that the query adds */
function addGolden(steps: SqlSteps, model: PortableModel, added: readonly string[]): string | undefined {
  const taken = [...model.rawInputs.map(({ name }) => name), ...added];
  const names = freeNames(taken, goldenNames(model));
  return taken.length + 1 + names.length > mostWide ? undefined : addGoldenRows(steps, model, names);
}

type ResultColumn = Omit<AddedColumn, 'name'>;

function numberColumns({ names }: PortableModel, margins: string | undefined): ResultColumn[] {
  const values = names.map((_, k): ResultColumn => ({ kind: 'prediction', expression: `a.p${k}` }));
  if (margins === undefined) return values;
  const bounds = names.flatMap((_, k) => boundsOf(k, 'a', 'm'));
  return [...values, ...bounds.map((expression): ResultColumn => ({ kind: 'bound', expression }))];
}

function classColumns({ names }: PortableModel, margins: string | undefined): ResultColumn[] {
  const shares = names.map(
    (name, k): ResultColumn => ({ kind: `probability of ${commented(name)}`, expression: `a.p${k}` }),
  );
  const set: ResultColumn = { kind: 'set of classes', expression: 'a.class_set' };
  return [{ kind: 'class', expression: 'a.label' }, ...shares, ...(margins === undefined ? [] : [set])];
}

/** A step with `p0`, `p1`, ...: the targets' values, or the probabilities of the classes. */
function addAnswer(steps: SqlSteps, output: PortableOutput, network: string, from: string): string {
  const name = `${network}_answer`;
  if (output.kind === 'numbers') {
    const columns = output.targets.map(({ mean, scale }, k) => ({
      name: `p${k}`,
      expression: `${output.exponential ? `exp(y${k})` : `y${k}`} * ${number(scale)} + ${number(mean)}`,
    }));
    return steps.add(name, columns, from);
  }
  if (output.kind === 'binary') {
    const minus = steps.add(
      `${network}_logits`,
      [
        { name: 'y0', expression: 'y0' },
        { name: 'y1', expression: '-y0' },
      ],
      from,
    );
    return steps.add(
      name,
      ['y1', 'y0'].map((y, k) => ({ name: `p${k}`, expression: sigmoidOf(y) })),
      minus,
    );
  }
  const logits = output.classes.map((_, k) => `y${k}`);
  const shifted = withLargest(steps, `${network}_largest`, from, logits);
  const exponents = logits.map((y, k) => ({ name: `e${k}`, expression: `exp(${y} - largest)` }));
  const shares = steps.add(`${network}_exponentials`, exponents, shifted);
  const kept = exponents.map((column) => ({ name: column.name, expression: column.name }));
  const total = { name: 'total', expression: sum(kept.map((column) => column.name)) };
  const summed = steps.add(`${network}_sum`, [...kept, total], shares);
  return steps.add(
    name,
    kept.map((column, k) => ({ name: `p${k}`, expression: `${column.name} / total` })),
    summed,
  );
}

/** The mean of several networks' answers. */
function addMean(steps: SqlSteps, answers: readonly string[], outputs: number): string {
  const [first, ...others] = answers;
  const columns: Column[] = Array.from({ length: outputs }, (_, k) => ({
    name: `p${k}`,
    expression: `(${sum(answers.map((name) => `${name}.p${k}`))}) / ${number(answers.length)}`,
  }));
  const joins = others.map((name) => `JOIN ${name} ON ${name}.${steps.row} = ${first}.${steps.row}`);
  const row = `${first}.${steps.row} AS ${steps.row}`;
  const listed = [row, ...columns.map(({ name, expression }) => `${expression} AS ${name}`)];
  return steps.addText(
    'mean',
    `SELECT\n    ${listed.join(',\n    ')}\n  FROM ${[first, ...joins].join('\n  ')}`,
  );
}

/** Of classes a step with the predicted one beside the probabilities, the first of equally probable ones, and with margins the set. */
function addLabel(
  steps: SqlSteps,
  output: PortableOutput,
  from: string,
  margins: string | undefined,
): string {
  if (output.kind === 'numbers') return from;
  const names = output.classes.map((_, k) => `p${k}`);
  const kept = names.map((name) => ({ name, expression: name }));
  const labelled = addChosen(steps, output, from, kept);
  if (margins === undefined) return labelled;
  const columns = [...kept, { name: 'label', expression: 'label' }];
  return addClassSet(steps, output.classes, columns, { from: labelled, margins });
}

function addChosen(
  steps: SqlSteps,
  output: Exclude<PortableOutput, { kind: 'numbers' }>,
  from: string,
  kept: readonly Column[],
): string {
  const texts = output.classes.map(quotedText);
  if (output.kind === 'binary') {
    const label = `CASE WHEN p1 > ${number(output.threshold)} THEN ${texts[1]} ELSE ${texts[0]} END`;
    return steps.add('labelled', [...kept, { name: 'label', expression: label }], from);
  }
  const columns = kept.map(({ name }) => name);
  const source = withLargest(steps, 'largest', from, columns);
  const cases = texts.map((text, k) => `WHEN p${k} = largest THEN ${text}`);
  return steps.add(
    'labelled',
    [...kept, { name: 'label', expression: `CASE ${cases.join(' ')} END` }],
    source,
  );
}

function refuseGelu({ networks }: PortableModel): void {
  if (!networks.flat().some(({ activation }) => activation === 'gelu')) return;
  throw new AppError(
    'export_unsuited',
    'SQL has no error function, which the activation gelu needs. Train with geluTanh, which SQL can compute, or export another format.',
    { format: 'SQL', why: 'erf', found: 'gelu', limit: 0 },
  );
}

/** Databases do not tell upper and lower case apart in names. */
function refuseAlike({ rawInputs }: PortableModel): void {
  const seen = new Map<string, string>();
  for (const { name } of rawInputs) {
    const other = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (other === undefined) continue;
    throw new AppError(
      'export_unsuited',
      `Databases take the columns "${other}" and "${name}" for one, since they differ only in upper and lower case. Rename one of them and train again, or export another format.`,
      { format: 'SQL', why: 'spelling', found: `${other}, ${name}`, limit: 0 },
    );
  }
}
