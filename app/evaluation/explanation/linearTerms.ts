// The terms of a network without hidden layers as a person reads them: its inputs are scaled, and a category has one for each level; here
// each term is in the column's own units, and each level is compared with the category's first one.

import { type InputPreparation, inputCount, type Preparation, type Scaled } from '../../contract/model.ts';
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

type Described = Pick<Term, 'part' | 'category'> & { log?: boolean; missing?: boolean };

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

function scaledTerms(input: Exclude<InputPreparation, { kind: 'oneHot' }>, offset: number): Term[] {
  const plain = { part: null, category: null };
  const terms =
    input.kind === 'date'
      ? input.parts.map((part, k) => term(input, offset + k, part, { ...plain, part: part.part }))
      : [
          term(input, offset, input, {
            ...{ ...plain, part: input.kind === 'ordinal' ? ('order' as const) : null },
            log: input.log === true,
          }),
        ];
  if (!input.indicator) return terms;
  return [...terms, term(input, offset + terms.length, null, { ...plain, missing: true })];
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
