// Whether a number column only counts the rows: it begins with 0 or 1 and grows by 1 in each row, or has whole numbers that
// never repeat and a name such as `id`. A column that merely grows (years, a measured time) is not a row number.

import { countDistinct } from '../numbers/distinctNumbers.ts';
import type { NumberFacts } from '../numbers/numberFacts.ts';

const idName =
  /^(?:unnamed:? ?\d*|(?:.*[\s_.-])?(?:id|idx|index|no|nr|num|rownames?|row|key|uid|seq|serial)|.*[a-z](?:Id|ID|No)|번호|순번|.*\s번호)$/;
/** With fewer rows it cannot be decided. */
const fewest = 10;

/** `values` reads the column's numbers; it is called for few columns. */
export async function isRowNumber(
  name: string,
  facts: NumberFacts,
  values: () => Promise<Float64Array>,
): Promise<boolean> {
  if (facts.rows < fewest) return false;
  if (facts.counting) return true;
  if (!idName.test(name) && !idName.test(name.toLowerCase())) return false;
  if (!facts.whole || facts.count < facts.rows) return false;
  if (!facts.distinct.over) return facts.distinct.size === facts.rows;
  return (await countDistinct(await values())) === facts.rows;
}
