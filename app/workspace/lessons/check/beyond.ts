// Rows, layers, units, inputs, outputs and optimizers that a step names and that its table, network or race does not have. Only numbers that stand in
// the file are compared; what a learner can change, and what a learner's own table brings, has no known limit.
import type { QuantityArgument } from '../../../contract/lesson/quantities.ts';
import { quantityFunctions } from '../../../contract/lesson/quantities.ts';
import { type Call, callsIn } from '../../../lesson/expression/tree.ts';
import type { Mistakes } from '../../../lesson/mistakes.ts';
import type { StepPlaces } from '../../../lesson/step.ts';
import { frees, type Moment } from './moments.ts';

/** Most units of the control `hiddenUnits`. */
const mostUnits = 64;

export function checkRow(
  { named, own, lineAt }: Moment,
  table: string,
  rows: number,
  mistakes: Mistakes,
): void {
  const { row } = named;
  if (row === undefined || own !== null || row < rows) return;
  const values = { what: 'row', named: 'row', found: row, first: 0, last: rows - 1 };
  const sentence = `row must be from 0 to ${rows - 1}, since ${table} has ${rows} rows; it is ${row}.`;
  mistakes.add('lesson_number_beyond', lineAt(['row']), values, sentence);
}

/** @param moments of one step */
export function checkNumbers(moments: readonly Moment[], places: StepPlaces, mistakes: Mistakes): void {
  for (const { read, line } of places.expressions)
    for (const call of callsIn(read)) {
      const found = moments.map((moment) => beyondIn(call, moment));
      if (found.includes(null)) continue;
      const [first] = found;
      if (first) report(call, first, line, mistakes);
    }
}

interface Beyond {
  what: QuantityArgument;
  found: number | string;
  /** How many there are, or the names. */
  known: number | readonly string[];
}

function beyondIn(call: Call, moment: Moment): Beyond | null {
  const shape = shapeOf(moment);
  const takes: readonly QuantityArgument[] = quantityFunctions[call.name].takes;
  const given = call.of.map((one) =>
    typeof one === 'string' ? one : one.kind === 'number' ? one.value : null,
  );
  const layer = takes[0] === 'layer' ? given[0] : null;
  for (const [k, what] of takes.entries()) {
    const value = given[k] ?? null;
    if (what === 'optimizer' && typeof value === 'string') {
      const known = (moment.shown.race ?? []).map(({ type }) => type);
      // A race without optimizers is told of its view.
      if (known.length > 0 && !(known as string[]).includes(value)) return { what, found: value, known };
    }
    if (typeof value !== 'number') continue;
    const known = shape.count(what, typeof layer === 'number' ? layer : null);
    if (value > known) return { what, found: value, known };
  }
  return null;
}

/** How many there are of what a quantity takes. */
function shapeOf(moment: Moment) {
  const { own, plan, spec } = moment;
  const free = frees(moment, 'hiddenUnits');
  const inputs = own === null ? (plan.layers[0]?.inputs ?? 0) : own.numbersOnly ? own.features : Infinity;
  const isOne = own !== null && own.target !== 'classes';
  const last = own === null ? (plan.layers.at(-1)?.units ?? 0) : isOne ? 1 : Infinity;
  const isBinary = own === null ? spec.data.task === 'binary' : own.target === 'two classes';
  const layers = free ? Math.max(2, plan.layers.length) : plan.layers.length;
  const units = (layer: number) =>
    layer === layers
      ? free && layers === 1
        ? Math.max(last, mostUnits)
        : last
      : free
        ? Math.max(last, mostUnits)
        : (plan.layers[layer - 1]?.units ?? 0);
  return {
    count(what: QuantityArgument, layer: number | null): number {
      if (what === 'layer') return layers;
      if (what === 'output') return isBinary ? 2 : last;
      if (what === 'unit') return layer === null ? Infinity : units(layer);
      if (what === 'input') return layer === null || layer === 1 ? inputs : units(layer - 1);
      return Infinity;
    },
  };
}

function report(call: Call, { what, found, known }: Beyond, line: number, mistakes: Mistakes): void {
  const named = `${call.name}(${call.of.map((one) => (typeof one === 'string' ? `'${one}'` : one.kind === 'number' ? one.value : '…')).join(', ')})`;
  if (typeof found === 'string' || typeof known !== 'number') {
    const names = (known as readonly string[]).join(', ');
    const sentence = `${named} names ${found}, which is not in this step's race; it has ${names}.`;
    const values = { field: named, expected: `one of ${names}`, found: String(found) };
    mistakes.add('lesson_field_wrong', line, values, sentence);
    return;
  }
  const sentence = `${named} names ${what} ${found}; in this step ${what}s there are counted from 1 to ${known}.`;
  mistakes.add('lesson_number_beyond', line, { what, named, found, first: 1, last: known }, sentence);
}
