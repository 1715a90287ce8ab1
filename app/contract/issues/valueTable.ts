// The values that messages carry. Each list of codes is a table: code -> its values by name and kind. The types of Issue, AppError,
// Reason and Diagnosis are derived from it, so the compiler checks all code that makes one, and the names that a sentence of the
// renderer's catalogue may use.

/** `?`: the value may be absent. */
type ValueKind = 'text' | 'number' | 'either' | 'text?' | 'number?' | 'either?';
export type ValueTable = Readonly<Record<string, Readonly<Record<string, ValueKind>>>>;

type ValueOf<Kind> = Kind extends 'text' | 'text?'
  ? string
  : Kind extends 'number' | 'number?'
    ? number
    : string | number;
type Optional<Kinds> = {
  [Name in keyof Kinds]: Kinds[Name] extends `${string}?` ? Name : never;
}[keyof Kinds];

/** The values of one code of a table; for several codes, the union of theirs. */
export type ValuesOf<Kinds> = Kinds extends unknown
  ? keyof Kinds extends never
    ? Record<string, never>
    : { [Name in Exclude<keyof Kinds, Optional<Kinds>>]: ValueOf<Kinds[Name]> } & {
        [Name in Optional<Kinds>]?: ValueOf<Kinds[Name]>;
      }
  : never;

/** The codes of a table, in its order. */
export function codesOf<Table extends ValueTable>(table: Table): (keyof Table & string)[] {
  return Object.keys(table);
}
