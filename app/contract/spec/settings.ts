// How a hyper-parameter is declared, once: its default, its range and one line on what it is. The schema, the form, the command line
// and the documentation are derived from that.
import { z } from 'zod';

export interface NumberSetting {
  kind: 'number';
  /** null: off unless a number is given. */
  default: number | null;
  min: number;
  max: number;
  /** Whole numbers only. */
  whole?: true;
  /** Unit, formula or source, in one line. */
  means: string;
}
export interface FlagSetting {
  kind: 'flag';
  default: boolean;
  means: string;
}
export interface ChoiceSetting {
  kind: 'choice';
  default: string;
  choices: readonly string[];
  means: string;
  /** What each choice is. */
  choicesMean: Readonly<Record<string, string>>;
}
export type Setting = NumberSetting | FlagSetting | ChoiceSetting;
export type Settings = Record<string, Setting>;

type ValueOf<S> = S extends { kind: 'number' }
  ? S extends { default: null }
    ? number | null
    : number
  : S extends { kind: 'flag' }
    ? boolean
    : S extends { choices: readonly (infer Choice)[] }
      ? Choice
      : never;
/** The values of the settings in a table. */
export type ValuesOf<S> = { -readonly [Name in keyof S]: ValueOf<S[Name]> };

/** Each setting's default. */
export function defaultsOf<S extends Settings>(settings: S): ValuesOf<S> {
  const entries = Object.entries(settings).map(([name, setting]) => [name, setting.default]);
  return Object.fromEntries(entries) as ValuesOf<S>;
}

/** `settings` as the fields of an object schema; absent ones take their default. */
export function settingFields(settings: Settings): Record<string, z.ZodType> {
  const entries = Object.entries(settings).map(([name, setting]) => [name, fieldOf(setting)]);
  return Object.fromEntries(entries);
}

function fieldOf(setting: Setting): z.ZodType {
  const field = bareField(setting);
  if (setting.kind !== 'choice') return field.describe(setting.means);
  return field.meta(meanings(setting.means, setting.choicesMean));
}

/** What docs/spec.md says of a field with a list of names: what the field is, and what each name is. */
export function meanings(description: string, names: Readonly<Record<string, string>>) {
  return { description, names };
}

function bareField(setting: Setting): z.ZodType {
  if (setting.kind === 'flag') return z.boolean().default(setting.default);
  if (setting.kind === 'choice') return z.enum(setting.choices).default(setting.default);
  const number = z.number().min(setting.min).max(setting.max);
  const counted = setting.whole === true ? number.int() : number;
  return setting.default === null ? counted.nullable().default(null) : counted.default(setting.default);
}

/** An object with exactly these settings, all of them optional. */
export function settingsSchema<S extends Settings>(
  settings: S,
): z.ZodType<ValuesOf<S>, Partial<ValuesOf<S>>> {
  return z.strictObject(settingFields(settings)) as unknown as z.ZodType<ValuesOf<S>, Partial<ValuesOf<S>>>;
}

/** One kind from a table of kinds, named by its `type`, with that kind's own settings. */
export type OneOf<Table> = {
  [Type in keyof Table]: { type: Type } & ValuesOf<Table[Type]>;
}[keyof Table];
export type OneOfInput<Table> = {
  [Type in keyof Table]: { type: Type } & Partial<ValuesOf<Table[Type]>>;
}[keyof Table];

/** `means` says what each kind does. */
export function oneOfSchema<Table extends Record<string, Settings>>(
  table: Table,
  means: Readonly<Record<keyof Table, string>>,
): z.ZodType<OneOf<Table>, OneOfInput<Table>> {
  const options = Object.entries(table).map(([type, settings]) =>
    z.strictObject({
      type: z.literal(type).describe(means[type as keyof Table]),
      ...settingFields(settings),
    }),
  );
  const [first, ...rest] = options;
  if (first === undefined) throw new Error('A table of kinds has at least one.');
  return z.discriminatedUnion('type', [first, ...rest]) as unknown as z.ZodType<
    OneOf<Table>,
    OneOfInput<Table>
  >;
}
