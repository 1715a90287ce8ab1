// The sheet of categories and classes, and of classes the text that stands for each in a set.
import type { PortableModel } from '../portable/portableModel.ts';
import type { PreparationStep } from '../portable/preparationSteps.ts';
import { columnName, type Sheet } from './workbook.ts';

/** Each is a column below its name. */
export class Lists {
  private readonly columns: { name: string; texts: readonly string[]; raw: number | 'quoted' | null }[] = [];

  constructor(steps: readonly PreparationStep[], { output, rawInputs, model }: PortableModel) {
    for (const step of steps) {
      if (step.kind === 'missing' || step.levels === null) continue;
      this.columns.push({ name: rawInputs[step.raw]!.name, texts: step.levels, raw: step.raw });
    }
    if (output.kind === 'numbers') return;
    this.columns.push({ name: 'class', texts: output.classes, raw: null });
    if (model.calibration === undefined) return;
    const quoted = output.classes.map((name) => `,${JSON.stringify(name)}`);
    this.columns.push({ name: 'class in a set', texts: quoted, raw: 'quoted' });
  }

  /** Of a raw value's levels, or of the classes for null. */
  at(raw: number | 'quoted' | null) {
    const index = this.columns.findIndex((column) => column.raw === raw);
    const letter = columnName(index);
    const count = this.columns[index]?.texts.length ?? 0;
    return {
      range: `Lists!$${letter}$2:$${letter}$${Math.max(2, count + 1)}`,
      cell: (k: number) => `Lists!$${letter}$${k + 2}`,
      above: 1,
    };
  }

  /** The cell of a class's name in a set: as JSON, with a comma before it. */
  quoted(k: number): string {
    return this.at('quoted').cell(k);
  }

  choices() {
    return this.columns.flatMap(({ raw, texts }) =>
      typeof raw !== 'number' || texts.length === 0 ? [] : [{ column: raw, range: this.at(raw).range }],
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
