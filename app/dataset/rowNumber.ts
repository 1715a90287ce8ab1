// Whether a number column only numbers the rows: 0 or 1 and one more in each row, or whole numbers that never repeat under a
// name such as `id`. What merely grows (years, a measured time) is no row number.

const idName =
  /^(?:unnamed:? ?\d*|(?:.*[\s_.-])?(?:id|idx|index|no|nr|num|rownames?|row|key|uid|seq|serial)|.*[a-z](?:Id|ID|No)|번호|순번|.*\s번호)$/;
/** Fewer rows say nothing. */
const fewest = 10;

/** `values` in the order of the rows. */
export function isRowNumber(name: string, values: Float64Array): boolean {
  if (values.length < fewest) return false;
  const first = values[0]!;
  if ((first === 0 || first === 1) && values.every((value, row) => value === first + row)) return true;
  if (!idName.test(name) && !idName.test(name.toLowerCase())) return false;
  if (!values.every((value) => Number.isInteger(value))) return false;
  return new Set(values).size === values.length;
}
