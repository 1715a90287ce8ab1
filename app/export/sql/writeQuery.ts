// A model -> one SELECT over the user's table, for DuckDB and SQLite: all its columns, and the predictions beside them. Everything is computed in
// double; each layer is a step of the query. There is no error function in SQL, so exact gelu is refused.
import { AppError } from '../../contract/issues/errors.ts';
import type { WrittenFile } from '../format.ts';
import { freeNames } from '../freeNames.ts';
import type { PortableModel, PortableOutput } from '../portable/portableModel.ts';
import { refuseManyParameters, refuseWide } from '../portable/refusals.ts';
import { addNetwork, sigmoidOf } from './sqlNetwork.ts';
import { addInputs } from './sqlPreparation.ts';
import { type Column, SqlSteps, withLargest } from './sqlSteps.ts';
import { commented, number, quotedName, quotedText, sum } from './sqlText.ts';

/** A database plans each number of the query: with so many, DuckDB takes some seconds. */
const mostParameters = 50_000;
/** SQLite gives a result at most 2,000 columns. */
const mostWide = 1_900;
export const tablePlaceholder = 'my_table';

/** Throws AppError export_unsuited. */
export function writeQuery(model: PortableModel, stem: string): WrittenFile[] {
  refuseGelu(model);
  refuseManyParameters(model, 'A query', mostParameters, 'since a database plans each of them');
  refuseWide(model, 'A query', mostWide, 'since SQLite has no more columns');
  refuseAlike(model);
  const text = `${headText(model)}${queryText(model)};\n`;
  return [{ name: `${stem}.sql`, type: 'application/sql', bytes: new TextEncoder().encode(text) }];
}

function queryText(model: PortableModel): string {
  const own = model.rawInputs.map(({ name }) => name);
  const [row, ...added] = freeNames(own, ['chainrule_row', ...addedNames(model)]);
  const steps = new SqlSteps(row!);
  const table = steps.addText(
    'numbered',
    `SELECT *, row_number() OVER () AS ${steps.row} FROM ${tablePlaceholder}`,
  );
  const inputs = addInputs(steps, model, table);
  const answers = model.networks.map((layers, m) => {
    const name = `network_${m + 1}`;
    return addAnswer(steps, model.output, name, addNetwork(steps, layers, name, inputs));
  });
  const answer = answers.length === 1 ? answers[0]! : addMean(steps, answers, model.names.length);
  const columns = model.names.map((_, k) => `p${k}`);
  const chosen = addLabel(steps, model.output, answer, columns);
  const results = (model.output.kind === 'numbers' ? columns : ['label', ...columns]).map(
    (column, k) => `  a.${column} AS ${quotedName(added[k]!)}`,
  );
  return `${steps.text()}
SELECT
  t.*,
${results.join(',\n')}
FROM ${table} AS t
JOIN ${chosen} AS a ON a.${steps.row} = t.${steps.row}
ORDER BY t.${steps.row}`;
}

/** As `predict` names them. */
function addedNames({ output, names }: PortableModel): string[] {
  if (output.kind === 'numbers')
    return names.map((name) => (names.length === 1 ? 'prediction' : `prediction_${name}`));
  return ['prediction', ...names.map((name) => `probability_${name}`)];
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

/** A step with the predicted class beside the probabilities; the first of equally probable ones. */
function addLabel(steps: SqlSteps, output: PortableOutput, from: string, columns: readonly string[]): string {
  if (output.kind === 'numbers') return from;
  const kept = columns.map((name) => ({ name, expression: name }));
  const texts = output.classes.map(quotedText);
  if (output.kind === 'binary') {
    const label = `CASE WHEN p1 > ${number(output.threshold)} THEN ${texts[1]} ELSE ${texts[0]} END`;
    return steps.add('labelled', [...kept, { name: 'label', expression: label }], from);
  }
  const source = withLargest(steps, 'largest', from, columns);
  const cases = texts.map((text, k) => `WHEN p${k} = largest THEN ${text}`);
  return steps.add(
    'labelled',
    [...kept, { name: 'label', expression: `CASE ${cases.join(' ')} END` }],
    source,
  );
}

function headText({ rawInputs, networks }: PortableModel): string {
  const columns = rawInputs.map(
    ({ name, kind }) => `--   ${commented(name)} (${kind === 'number' ? 'number' : 'text'})\n`,
  );
  const parts = rawInputs.filter(({ name, column }) => name !== column);
  const dates = [
    '-- Parts of a date are columns of their own. From a date d, in DuckDB: year(d), month(d), day(d), isodow(d), hour(d), and for\n',
    '-- ".time" epoch(d) / 86400.0. In SQLite: CAST(strftime(\'%Y\', d) AS INTEGER) (%m, %d, %H), weekday\n',
    "-- (strftime('%w', d) + 6) % 7 + 1, and julianday(d) - 2440587.5.\n",
  ];
  return `-- A model that Chainrule trained${networks.length > 1 ? `, the mean of ${networks.length} networks` : ''}, as one SELECT for DuckDB, and for SQLite with its math functions.
-- Put the name of your table in place of ${tablePlaceholder}. It has these columns (NULL: missing; texts as the model knows them):
${columns.join('')}${parts.length === 0 ? '' : dates.join('')}`;
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
