// The terms of a network without hidden layers as a person reads them: its inputs are scaled, and a category has one for each level; here
// each term is in the column's own units, and each level is compared with the category's first one.

import {
  type InputPreparation,
  inputCount,
  type Preparation,
  type Scaled,
  type ScaledInput,
  scalesOf,
} from '../../contract/model.ts';
import type { Coefficients } from '../../contract/run/explanation.ts';

export type Term = Omit<
  Coefficients['outputs'][number]['coefficients'][number],
  'value' | 'error' | 'factor'
> & {
  /** Index among the network's inputs. */
  input: number;
  /** Index of the input of the first level, which it is compared with; null for others. */
  reference: number | null;
  /** input = (the term's variable - mean) / scale, limited to -clip..clip. */
  mean: number;
  scale: number;
  clip: number | null;
};

type Described = Pick<Term, 'part' | 'category' | 'bin'> & { log?: boolean; missing?: boolean };

/** One term for each input but the first of each category. */
export function linearTerms({ inputs }: Preparation): Term[] {
  let offset = 0;
  return inputs.flatMap((input) => {
    const terms = input.kind === 'oneHot' ? levelTerms(input, offset) : scaledTerms(input, offset);
    offset += inputCount(input);
    return terms;
  });
}

function term(input: InputPreparation, index: number, scaled: Scaled | null, of: Described): Term {
  const { unit } = input as { unit?: Term['unit'] };
  return {
    ...{ column: input.column, input: index, reference: null, log: false, missing: false },
    ...of,
    ...(unit === undefined ? {} : { unit }),
    ...{ mean: scaled?.mean ?? 0, scale: scaled?.scale ?? 1, clip: scaled?.clip ?? null },
  };
}

function scaledTerms(input: ScaledInput, offset: number): Term[] {
  const plain = { part: null, category: null };
  const terms = scalesOf(input).map((scaled, k) =>
    term(input, offset + k, scaled, { ...plain, ...describedAs(input, k), log: scaled.log === true }),
  );
  if (!input.indicator) return terms;
  return [...terms, term(input, offset + terms.length, null, { ...plain, missing: true })];
}

/** @param k which of its scaled inputs */
function describedAs(input: ScaledInput, k: number): Partial<Pick<Term, 'part' | 'bin'>> {
  if (input.kind === 'date') return { part: input.parts[k]!.part };
  if (input.kind === 'ordinal') return { part: 'order' };
  const [from, to] = [input.edges?.[k - 1], input.edges?.[k]];
  return from === undefined || to === undefined ? {} : { bin: [from, to] };
}

function levelTerms(input: Extract<InputPreparation, { kind: 'oneHot' }>, offset: number): Term[] {
  const all: (string | null)[] = [...input.levels, ...(input.others === undefined ? [] : [null])];
  return all.slice(1).map((level, k) => ({
    ...term(input, offset + k + 1, null, {
      ...{ part: null, category: { level, reference: input.levels[0] ?? '' } },
    }),
    reference: offset,
  }));
}
