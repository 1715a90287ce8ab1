// What is said about the decimal sign of a number column: that its cells leave it open; that an earlier table, such as the one a model was
// trained on, decided it; or that the cells show another sign than the earlier table had.
import type { Issue, IssueValues } from '../../contract/issues/issues.ts';
import type { CellStore } from '../cells/cellStore.ts';
import { finding } from '../issues/dataIssue.ts';
import type { ExpectedSigns } from '../values/decimalSign.ts';
import { type Decimal, numberOf } from '../values/spelling.ts';
import type { FormFound } from './columnFormat.ts';
import { type Ambiguous, ambiguousIssue } from './formIssues.ts';
import { openSign } from './openSigns.ts';

export interface SignAsked {
  index: number;
  name: string;
  form: FormFound;
  /** Whether the file is one in which a comma may be the decimal sign. */
  maybeComma: boolean;
}

interface Earlier {
  by: ExpectedSigns['by'];
  /** The sign of this column in the earlier table, and of most of its columns. */
  own: Decimal | undefined;
  usual: Decimal | undefined;
}

export async function signIssues(
  store: CellStore,
  asked: SignAsked,
  earlier: Earlier | null,
): Promise<Issue[]> {
  const { form, name, index, maybeComma } = asked;
  const { decimal } = form.format;
  const expected = earlier?.own ?? earlier?.usual;
  if (form.settled !== undefined) return [settledIssue([name], settledBy(form.settled, earlier))];
  const { decided } = store.scan.layout.open;
  if (form.by === 'file' && !decided && (maybeComma || expected === ',')) {
    const open = await openSign(store, index, form.format);
    if (open !== null && expected === decimal) return [settledIssue([name], settledBy(open, earlier))];
    if (open !== null) return [ambiguousIssue(name, open)];
  }
  if (earlier?.by !== 'model' || earlier.own === undefined || earlier.own === decimal) return [];
  return unlikeModel(store, asked);
}

type Settled = Omit<IssueValues<'numbers_settled'>, 'column' | 'columns' | 'count'>;
type Unlike = Omit<IssueValues<'numbers_unlike_model'>, 'column' | 'columns' | 'count'>;

function settledBy({ example, value, otherwise: other }: Ambiguous, earlier: Earlier | null): Settled {
  return { example, value, other, by: earlier?.by ?? 'file' };
}

/** About one column or several alike. */
export function settledIssue(names: readonly string[], settled: Settled): Issue {
  const { example, value, other, by } = settled;
  const columns = namesShown(names);
  const earlier = by === 'model' ? 'the table that the model was trained on' : 'the first file';
  const message = `"${example}" in ${columns} may be ${value} or ${other}, and no cell shows which; it is read as ${value}, as in ${earlier}.`;
  const values = { column: names[0]!, columns, count: names.length, example, value, other, by };
  return finding('numbers_settled', 'info', message, values);
}

/** About one column or several alike. */
export function unlikeIssue(names: readonly string[], unlike: Unlike): Issue {
  const { example, value, decimal } = unlike;
  const columns = namesShown(names);
  const [here, there] = decimal === ',' ? ['comma', 'point'] : ['point', 'comma'];
  const message = `"${example}" in ${columns} shows a decimal ${here}, so it is read as ${value}; the table that the model was trained on was read with a decimal ${there}.`;
  const values = { column: names[0]!, columns, count: names.length, example, value, decimal };
  return finding('numbers_unlike_model', 'info', message, values);
}

const mostNamed = 3;

function namesShown(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => `"${name}"`);
  return names.length > mostNamed ? `${shown.join(', ')}, …` : shown.join(', ');
}

/** Nothing where no cell shows a sign. */
function unlikeModel(store: CellStore, { index, name, form }: SignAsked): Issue[] {
  const { format, shown } = form;
  const example = shown ?? store.scan.layout.open.shown[index] ?? null;
  const value = example === null ? null : numberOf(example, format);
  if (example === null || value === null) return [];
  return [unlikeIssue([name], { example, value, decimal: format.decimal })];
}
