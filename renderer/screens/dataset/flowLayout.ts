// Where the lines of the picture "columns -> inputs" go: each column on the left, what is done to it in the middle, the inputs it
// becomes on the right. Heights only; the component knows the width.
import { type InputPreparation, namesOfInput } from '../../../app/contract/model.ts';

const inputHeight = 24;
const columnHeight = 32;
const gap = 4;
const mostColumns = 40;
const mostLevels = 12;

export interface FlowInput {
  label: string;
  y: number;
  /** Stands for this many inputs that are not drawn; 0 for an input of its own. */
  more: number;
}
export interface FlowColumn {
  input: InputPreparation;
  y: number;
  inputs: FlowInput[];
}
export interface Flow {
  columns: FlowColumn[];
  /** Columns that are not drawn. */
  columnsLeft: number;
  height: number;
}

/** An unnamed level is the missing value; `missing` is its word. */
export function layoutFlow(inputs: readonly InputPreparation[], missing: string): Flow {
  const columns: FlowColumn[] = [];
  let top = 0;
  for (const input of inputs.slice(0, mostColumns)) {
    const labels = labelsOf(input, missing);
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

function labelsOf(input: InputPreparation, missing: string): { label: string; more: number }[] {
  if (input.kind !== 'oneHot') return namesOfInput(input).map((label) => ({ label, more: 0 }));
  const shown = input.levels.length > mostLevels ? input.levels.slice(0, mostLevels - 1) : input.levels;
  const labels = shown.map((level) => ({ label: `= ${level === '' ? missing : level}`, more: 0 }));
  const more = input.levels.length - shown.length;
  return more > 0 ? [...labels, { label: '', more }] : labels;
}
