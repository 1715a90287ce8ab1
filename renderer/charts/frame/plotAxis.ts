// An axis of a chart: its range, its ticks and their labels. "Drawn units" are the values, or their logarithms to base 10 on a
// logarithmic axis, so that every scale is linear; the `write` that a caller passes gets the value itself.

import { linearTicks, logTicks, type Range } from './axis.ts';

export interface PlotAxis {
  /** From one end of the plot to the other, in drawn units. */
  range: Range;
  /** Positions of the ticks in drawn units. @param fit number of labels that have room. */
  ticks: (fit: number) => readonly number[];
  /** The label at a tick in drawn units. */
  write: (tick: number) => string;
  /** Name of the axis, drawn at its end; empty for none. */
  name: string;
}

interface Described {
  write: (value: number) => string;
  name?: string;
  /** Most ticks; by default 3 or 5 on a linear axis, depending on the room. */
  count?: number;
}

export function linearAxis(range: Range, { write, name = '', count }: Described): PlotAxis {
  return { range, ticks: (fit) => linearTicks(range, count ?? (fit < 5 ? 3 : 5)), write, name };
}

/** A linear axis from 0 to `last` with ticks at whole numbers only, such as epochs. */
export function countAxis(last: number, described: Described): PlotAxis {
  const axis = linearAxis([0, last], described);
  return { ...axis, ticks: (fit) => axis.ticks(fit).filter(Number.isInteger) };
}

/** @param range of the values, which are above 0; they are drawn at their logarithm to base 10. */
export function logAxis([low, high]: Range, { write, name = '', count }: Described): PlotAxis {
  return {
    range: [Math.log10(low), Math.log10(high)],
    ticks: () => logTicks([low, high], count).map(Math.log10),
    write: (power) => write(10 ** power),
    name,
  };
}

/** An axis without ticks for named rows, from the top down; row `k` lies between k and k + 1. */
export function rowsAxis(rows: number): PlotAxis {
  return { range: [rows, 0], ticks: () => [], write: String, name: '' };
}

/** Pixels beside the plot for the labels of a vertical axis; a digit is about 6.4 pixels wide. */
export function labelRoom(axis: PlotAxis): number {
  return 8 + 6.4 * Math.max(0, ...axis.ticks(5).map((tick) => axis.write(tick).length));
}
