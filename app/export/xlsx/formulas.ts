// Formulas of a sheet: what the preparation and the activations are in the functions that every spreadsheet has had for decades.
import { float32Max } from '../../contract/limits.ts';
import type { Activation } from '../../contract/spec/layers.ts';
import type { PreparationStep, RawNumber } from '../portable/preparationSteps.ts';

export const literal = (value: number) => {
  const text = String(value).replace('e', 'E');
  return value < 0 ? `(${text})` : text;
};

/** @param x the cell of the sum */
export const activationFormulas: Record<Activation, (x: string) => string> = {
  linear: (x) => x,
  step: (x) => `IF(${x}>0,1,0)`,
  sigmoid: (x) => sigmoidFormula(x),
  tanh: (x) => `TANH(${x})`,
  relu: (x) => `MAX(${x},0)`,
  leakyRelu: (x) => `IF(${x}>0,${x},0.01*${x})`,
  elu: (x) => `IF(${x}>0,${x},EXP(${x})-1)`,
  selu: (x) => `1.0507009873554805*IF(${x}>0,${x},1.6732632423543772*(EXP(${x})-1))`,
  gelu: (x) => `${x}*NORMSDIST(${x})`,
  geluTanh: (x) => `0.5*${x}*(1+TANH(0.7978845608028654*${x}*(1+0.044715*${x}*${x})))`,
  silu: (x) => `${x}*${sigmoidFormula(x)}`,
  softplus: (x) => `IF(${x}>20,${x},MAX(${x},0)+LN(1+EXP((-1)*ABS(${x}))))`,
  softsign: (x) => `${x}/(1+ABS(${x}))`,
};

export const sigmoidFormula = (x: string) => `IF(${x}>=0,1/(1+EXP((-1)*${x})),EXP(${x})/(1+EXP(${x})))`;

export interface Places {
  /** The cell of a raw value. */
  raw: (index: number) => string;
  /** The cells of the levels of a raw value, and the row above them. */
  levels: (index: number) => { range: string; cell: (k: number) => string; above: number };
}

/** One formula for each input of the step. */
export function stepFormulas(step: PreparationStep, places: Places): string[] {
  if (step.kind === 'levels') return levelFormulas(step, places);
  if (step.kind === 'missing')
    return [`IF(OR(${step.of.map((of) => missingFormula(of, places)).join(',')}),1,0)`];
  const { fill, log, mean, scale, limit } = step;
  const known = numberFormula(step, places, literal(fill));
  const scaled = `(${log ? logFormula(known) : known}-${literal(mean)})/${literal(scale)}`;
  return [`MAX(${literal(-limit)},MIN(${literal(limit)},${scaled}))`];
}

function numberFormula({ raw, levels }: RawNumber, places: Places, fill: string): string {
  const cell = places.raw(raw);
  if (levels === null)
    return `IF(ISNUMBER(${cell}),IF(ABS(${cell})<=${literal(float32Max)},${cell},${fill}),${fill})`;
  if (levels.length === 0) return fill;
  const { range, above } = places.levels(raw);
  const same = sameFormula(cell, range, levels);
  return `IF(SUMPRODUCT(1*${same})>0,SUMPRODUCT(${same}*(ROW(${range})-${above + 1})),${fill})`;
}

function missingFormula({ raw, levels }: RawNumber, places: Places): string {
  const cell = places.raw(raw);
  if (levels === null) return `IF(ISNUMBER(${cell}),ABS(${cell})>${literal(float32Max)},1=1)`;
  if (levels.length === 0) return '1=1';
  return `SUMPRODUCT(1*${sameFormula(cell, places.levels(raw).range, levels)})=0`;
}

function levelFormulas(
  { raw, levels, others }: Extract<PreparationStep, { kind: 'levels' }>,
  places: Places,
): string[] {
  const { range, cell } = places.levels(raw);
  const each = levels.map((_, k) => `IF(${sameFormula(places.raw(raw), cell(k), levels)},1,0)`);
  if (!others) return each;
  if (levels.length === 0) return ['1'];
  return [...each, `IF(SUMPRODUCT(1*${sameFormula(places.raw(raw), range, levels)})=0,1,0)`];
}

/** EXACT tells upper from lower case. Spreadsheets write truths in capitals, and models do not. */
function sameFormula(cell: string, levels: string, texts: readonly string[]): string {
  const truths = texts.every((text) => text === '' || text === 'true' || text === 'false');
  return `EXACT(${truths ? `LOWER(${cell})` : cell},${levels})`;
}

/** sign(x) log(1 + |x|); near 0, where 1 + |x| loses digits, by its series. */
const logFormula = (x: string) =>
  `IF(ABS(${x})<0.0001,${x}-${x}*ABS(${x})/2+${x}*${x}*${x}/3,SIGN(${x})*LN(1+ABS(${x})))`;
