// The records inside a single JSON object, in the shapes that programs write: one list of objects beside other values (`{"data": [...]}`),
// names and rows apart (pandas' `split`), a list for each column, or an object for each column or row with the row numbers as keys
// (pandas' `columns` and `index`). Values stay as they are written.
import { rawParts } from './jsonFields.ts';

type Part = [key: string, value: string];

/** null where the object is a record itself. */
export function recordsInside(record: string): string[] | null {
  if (!record.startsWith('{')) return null;
  const parts = rawParts(record);
  const lists = parts.filter(([, value]) => value.startsWith('['));
  return objectsIn(lists) ?? namedRows(lists) ?? columnLists(parts, lists) ?? numbered(parts);
}

function itemsOf([, list]: Part): string[] {
  return rawParts(list).map(([, value]) => value);
}

/** The one list that holds objects alone. */
function objectsIn(lists: readonly Part[]): string[] | null {
  const found = lists.map(itemsOf).filter((items) => items.some((item) => item.startsWith('{')));
  const [items] = found;
  return found.length === 1 && items!.every((item) => item.startsWith('{')) ? items! : null;
}

/** The one list of lists, below the list of as many texts. */
function namedRows(lists: readonly Part[]): string[] | null {
  const found = lists.filter((list) => itemsOf(list).some((item) => item.startsWith('[')));
  const rows = found[0] === undefined ? [] : itemsOf(found[0]);
  if (found.length !== 1 || !rows.every((item) => item.startsWith('['))) return null;
  const width = rawParts(rows[0]!).length;
  const named = lists.find((list) => {
    const items = itemsOf(list);
    return list !== found[0] && items.length === width && items.every((item) => item.startsWith('"'));
  });
  return named === undefined ? rows : [named[1], ...rows];
}

/** Lists of equal length that hold no other ones. */
function columnLists(parts: readonly Part[], lists: readonly Part[]): string[] | null {
  if (lists.length !== parts.length) return null;
  const columns = lists.map(itemsOf);
  const rows = columns[0]?.length ?? 0;
  const plain = columns.every((items) => items.length === rows && items.every((item) => !/^[[{]/.test(item)));
  if (!plain || rows === 0) return null;
  return Array.from({ length: rows }, (_, row) =>
    recordOf(lists.map(([key], k) => [key, columns[k]![row]!])),
  );
}

/** Objects whose keys are row numbers, or that have row numbers as keys. */
function numbered(parts: readonly Part[]): string[] | null {
  if (parts.length === 0 || !parts.every(([, value]) => value.startsWith('{'))) return null;
  if (parts.every(([key]) => /^\d+$/.test(key))) return parts.map(([, value]) => value);
  const columns = parts.map(([key, value]) => ({ key, cells: new Map(rawParts(value)) }));
  const rows = [...columns[0]!.cells.keys()];
  const alike = columns.every(
    ({ cells }) => cells.size === rows.length && rows.every((row) => cells.has(row)),
  );
  if (!alike || rows.length === 0 || !rows.every((row) => /^\d+$/.test(row))) return null;
  return rows.map((row) => recordOf(columns.map(({ key, cells }) => [key, cells.get(row)!])));
}

function recordOf(parts: readonly Part[]): string {
  return `{${parts.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`;
}
