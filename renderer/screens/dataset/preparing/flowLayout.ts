// Vertical layout of the picture "columns -> inputs": each column on the left, its preparation in the middle, its inputs on the right.
// Positions are in pixels from the top; the component knows the width.

import type { InputPreparation } from '../../../../app/contract/model.ts';
import type { DatePart } from '../../../../app/contract/spec/columnPreparation.ts';

const inputHeight = 24;
const columnHeight = 32;
const gap = 4;
const mostColumns = 40;
const mostLevels = 12;
const mostBins = 6;

export interface FlowInput {
  label: string;
  y: number;
  /** Number of undrawn inputs that this one stands for; 0 for a single input. */
  more: number;
}
export interface FlowColumn {
  input: InputPreparation;
  y: number;
  inputs: FlowInput[];
}
export interface Flow {
  columns: FlowColumn[];
  /** Number of columns that are not drawn. */
  columnsLeft: number;
  height: number;
}

/** Labels of inputs that are not in the file. */
export interface FlowWords {
  /** Label of the level '', which is the missing value. */
  missing: string;
  other: string;
  log: (column: string) => string;
  /** The input that is 1 where the cell is missing. */
  indicator: string;
  part: (part: DatePart) => string;
  bin: (from: number, to: number) => string;
}

export function layoutFlow(inputs: readonly InputPreparation[], words: FlowWords): Flow {
  const columns: FlowColumn[] = [];
  let top = 0;
  for (const input of inputs.slice(0, mostColumns)) {
    const labels = labelsOf(input, words);
    const height = Math.max(columnHeight, labels.length * inputHeight);
    const middle = top + height / 2;
    columns.push({
      input,
      y: middle,
      inputs: labels.map(({ label, more }, at) => ({
        label,
        more,
        y: middle + (at - (labels.length - 1) / 2) * inputHeight,
      })),
    });
    top += height + gap;
  }
  return { columns, columnsLeft: Math.max(0, inputs.length - mostColumns), height: Math.max(0, top - gap) };
}

function labelsOf(input: InputPreparation, words: FlowWords): { label: string; more: number }[] {
  const own = input.kind === 'oneHot' ? levelsOf(input, words) : numbersOf(input, words);
  const last = 'indicator' in input && input.indicator ? [{ label: words.indicator, more: 0 }] : [];
  return [...own, ...last];
}

function levelsOf({ levels, others }: Extract<InputPreparation, { kind: 'oneHot' }>, words: FlowWords) {
  const shown = levels.length > mostLevels ? levels.slice(0, mostLevels - 1) : levels;
  const labels = shown.map((level) => ({ label: `= ${level === '' ? words.missing : level}`, more: 0 }));
  const more = levels.length - shown.length;
  const rest = others === undefined ? [] : [{ label: `= ${words.other}`, more: 0 }];
  return more > 0 ? [...labels, { label: '', more }, ...rest] : [...labels, ...rest];
}

function numbersOf(input: Exclude<InputPreparation, { kind: 'oneHot' }>, words: FlowWords) {
  if (input.kind === 'date') return input.parts.map(({ part }) => ({ label: words.part(part), more: 0 }));
  const plain = { label: input.log ? words.log(input.column) : input.column, more: 0 };
  return [plain, ...(input.kind === 'numeric' ? binsOf(input.edges, words) : [])];
}

function binsOf(edges: readonly number[] = [], { bin }: FlowWords) {
  const bins = edges.slice(1).map((to, k) => ({ label: bin(edges[k]!, to), more: 0 }));
  if (bins.length <= mostBins) return bins;
  return [...bins.slice(0, mostBins - 2), { label: '', more: bins.length - mostBins + 1 }, ...bins.slice(-1)];
}
