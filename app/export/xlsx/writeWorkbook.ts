// A model -> a workbook that computes it: on the sheet `Predict` a line for each of the first golden rows, with the inputs to write over
// and the predictions beside them; then the prepared inputs, each layer's weights and units, and the answers. Each line of a sheet is the
// same row of data.
import { inputNames } from '../../contract/model.ts';
import type { WrittenFile } from '../format.ts';
import { inputFacts } from '../javascript/inputFacts.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { type PreparationStep, preparationSteps } from '../portable/preparationSteps.ts';
import { parametersOf, refuseManyParameters, refuseWide } from '../portable/refusals.ts';
import { answerSheet } from './answerSheet.ts';
import { type Places, stepFormulas } from './formulas.ts';
import { marginSheets, setSheet } from './intervalSheets.ts';
import { Lists } from './lists.ts';
import { networkSheets } from './networkSheets.ts';
import { classBlock, predictSheet } from './predictSheet.ts';
import { type Cell, columnName, encodeWorkbook, type Sheet, sheetLimits } from './workbook.ts';

/** Cells with numbers; each row of data multiplies all of them. */
const mostParameters = 300_000;
/** A layer with normalisation has three columns for each unit. */
const mostWide = 5_000;
const mostProducts = 4_000_000;
const mostRows = 32;
/** The last sheet, where the model has golden rows. */
export const goldenSheetName = 'Golden rows';

/** Throws AppError export_unsuited. */
export function writeWorkbook(model: PortableModel, stem: string): WrittenFile[] {
  refuseManyParameters(model, 'A workbook', mostParameters, 'since it computes each of them for each row');
  // On the first sheet each target has a value and, with intervals, two bounds.
  const values = model.model.calibration === undefined ? 1 : 3;
  const beside = model.output.kind === 'numbers' ? values * model.names.length : 0;
  refuseWide(model, 'A workbook', mostWide, `since a sheet has ${sheetLimits.columns} columns`, beside);
  return [
    {
      name: `${stem}.xlsx`,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      bytes: encodeWorkbook(sheetsOf(model)),
    },
  ];
}

function sheetsOf(model: PortableModel): Sheet[] {
  const steps = preparationSteps(model.model.preparation);
  const rows = rawRows(model);
  const lines = rows.map((_, i) => i + 2);
  const lists = new Lists(steps, model);
  const networks = model.networks.map((layers, m) => networkSheets(layers, m + 1, lines));
  const answers = networks.map(({ last }, m) => answerSheet(model.output, `Answer ${m + 1}`, last, lines));
  return [
    predictSheet(model, rows, lists),
    preparedSheet(model, steps, lists, lines),
    ...networks.flatMap(({ sheets }) => sheets),
    ...answers,
    lists.sheet(),
    ...intervalSheets(model, lines, lists),
    ...goldenSheet(model),
  ];
}

function intervalSheets(model: PortableModel, lines: readonly number[], lists: Lists): Sheet[] {
  const { calibration } = model.model;
  if (calibration === undefined) return [];
  if (model.output.kind === 'numbers') return marginSheets(calibration, model.names);
  return [...marginSheets(calibration, ['class']), setSheet(model.names, lines, classBlock(model), lists)];
}

/** What the app predicts of the golden rows, as numbers: by it the workbook is checked again. */
function goldenSheet({ model: { goldenRows }, rawInputs, names }: PortableModel): Sheet[] {
  if (goldenRows === undefined) return [];
  const { values, predictions } = goldenRows;
  const header = [...rawInputs.map(({ name }) => name), ...names];
  return [{ name: goldenSheetName, rows: [header, ...values.map((row, i) => [...row, ...predictions[i]!])] }];
}

/** Golden rows, or one row of typical values; fewer for a large model. */
function rawRows(model: PortableModel): (number | string | null)[][] {
  const most = Math.max(1, Math.min(mostRows, Math.floor(mostProducts / parametersOf(model))));
  const golden = model.model.goldenRows?.values ?? [];
  return golden.length === 0 ? [inputFacts(model).map(({ typical }) => typical)] : golden.slice(0, most);
}

function preparedSheet(
  { model }: PortableModel,
  steps: readonly PreparationStep[],
  lists: Lists,
  lines: readonly number[],
): Sheet {
  const rows = lines.map((line) => {
    const places: Places = {
      raw: (index) => `Predict!$${columnName(index)}${line}`,
      levels: (index) => lists.at(index),
    };
    return steps.flatMap((step) => stepFormulas(step, places)).map((formula): Cell => ({ formula }));
  });
  return { name: 'Prepared', rows: [inputNames(model.preparation), ...rows] };
}
