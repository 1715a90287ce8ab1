// The sheet of categories and classes.
import type { PortableModel } from '../portable/portableModel.ts';
import type { PreparationStep } from '../portable/preparationSteps.ts';
import { columnName, type Sheet } from './workbook.ts';

/** Each is a column below its name. */
export class Lists {
  private readonly columns: { name: string; texts: readonly string[]; raw: number | null }[] = [];

  constructor(steps: readonly PreparationStep[], { output, rawInputs }: PortableModel) {
    for (const step of steps) {
      if (step.kind === 'missing' || step.levels === null) continue;
      this.columns.push({ name: rawInputs[step.raw]!.name, texts: step.levels, raw: step.raw });
    }
    if (output.kind !== 'numbers') this.columns.push({ name: 'class', texts: output.classes, raw: null });
  }

  /** Of a raw value's levels, or of the classes for null. */
  at(raw: number | null) {
    const index = this.columns.findIndex((column) => column.raw === raw);
    const letter = columnName(index);
    const count = this.columns[index]?.texts.length ?? 0;
    return {
      range: `Lists!$${letter}$2:$${letter}$${Math.max(2, count + 1)}`,
      cell: (k: number) => `Lists!$${letter}$${k + 2}`,
      above: 1,
    };
  }

  choices() {
    return this.columns.flatMap(({ raw, texts }) =>
      raw === null || texts.length === 0 ? [] : [{ column: raw, range: this.at(raw).range }],
    );
  }

  sheet(): Sheet {
    const longest = Math.max(0, ...this.columns.map(({ texts }) => texts.length));
    const line = (r: number) => this.columns.map(({ texts }) => texts[r] ?? null);
    return {
      name: 'Lists',
      rows: [this.columns.map(({ name }) => name), ...Array.from({ length: longest }, (_, r) => line(r))],
    };
  }
}
