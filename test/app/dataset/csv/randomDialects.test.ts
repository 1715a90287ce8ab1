// How often delimiter and quote are found in tables that were written with known ones.
import { expect, it } from 'vitest';
import { detectLayout } from '../../../../app/dataset/csv/dialect.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { type RandomDialect, randomDialect } from './randomDialects.ts';

function isFound({ text, delimiter, quote }: RandomDialect): boolean {
  const layout = detectLayout(new TextEncoder().encode(text), true);
  if (layout === null) return false;
  const { columns, syntax } = layout;
  const found = columns === 1 ? null : layout.delimiter;
  // Where nothing is enclosed, the usual quote changes nothing.
  return found === delimiter && (syntax.quote === quote || (quote === null && syntax.quote === '"'));
}

it(
  'delimiter and quote are found in at least 97 of 100 tables with random signs and contents',
  () => {
    const count = ofAll(300, 20_000);
    const missed = Array.from({ length: count }, (_, seed) => seed).filter(
      (seed) => !isFound(randomDialect(seed)),
    );
    expect(missed.length, `seeds ${missed}`).toBeLessThanOrEqual(0.03 * count);
  },
  patient,
);
