// The run spec as a document: a JSON Schema goes in, Markdown comes out, one table for each object with the fields' values, defaults and
// meanings. Meanings are the schema's descriptions.
import { generated } from './generated.js';

/**
 * @typedef {object} Schema the part of JSON Schema that zod writes
 * @property {string | string[]} [type]
 * @property {string} [description]
 * @property {Record<string, string>} [names] what each name of an enumeration is
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {Schema} [items]
 * @property {Schema} [additionalProperties]
 * @property {Schema[]} [anyOf]
 * @property {Schema[]} [oneOf]
 * @property {unknown[]} [enum]
 * @property {unknown} [const]
 * @property {unknown} [default]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [maxLength]
 * @property {number} [maxItems]
 */

/** Defaults that the schema does not carry, of an object by its path. @typedef {Record<string, Record<string, unknown>>} Defaults */

/**
 * @param {Schema} schema
 * @param {Defaults} defaults
 */
export function specReference(schema, defaults) {
  const parts = [
    '# The run spec',
    generated,
    'Everything that decides the numbers of a training, as one JSON object: `chainrule spec FILE --target COLUMN` prints the whole one that is ' +
      'proposed, `chainrule train FILE --spec SPEC.json` takes one. A field with a default may be left out. An unknown field is refused.',
    ...sections('', schema, defaults),
  ];
  // An enumeration that two objects have is listed once.
  const once = parts.filter((part, i) => !part.startsWith(namesHead) || parts.indexOf(part) === i);
  return `${once.join('\n\n')}\n`;
}

/**
 * The table of an object, then those of the objects in it.
 * @param {string} path
 * @param {Schema} schema
 * @param {Defaults} defaults
 * @returns {string[]}
 */
function sections(path, schema, defaults) {
  const fields = Object.entries(schema.properties ?? {});
  const deeper = fields.flatMap(([name, field]) => inner(path ? `${path}.${name}` : name, field, defaults));
  return [...table(schema, defaults[path] ?? {}), ...deeper];
}

/**
 * @param {string} path
 * @param {Schema} schema
 * @param {Defaults} defaults
 * @returns {string[]}
 */
function inner(path, schema, defaults) {
  if (schema.items) return inner(`${path}[]`, schema.items, defaults);
  const choices = objectsOf(schema);
  const heading = `## \`${path}\``;
  const [only] = choices;
  if (!only) return [];
  if (choices.length === 1) return [heading, ...sections(path, only, defaults)];
  return [heading, 'One of:', ...choices.flatMap((choice) => variant(path, choice, defaults))];
}

/** @param {Schema} schema */
const objectsOf = (schema) =>
  (schema.properties ? [schema] : (schema.anyOf ?? schema.oneOf ?? [])).filter((choice) => choice.properties);

/**
 * @param {string} path
 * @param {Schema} schema
 * @param {Defaults} defaults
 * @returns {string[]}
 */
function variant(path, schema, defaults) {
  const said = schema.description && !tagOf(schema) ? `: ${schema.description}` : '';
  return [`**${variantName(schema)}**${said}`, ...sections(path, schema, defaults)];
}

/** The field that tells which of several objects it is. @param {Schema} schema */
const tagOf = (schema) =>
  Object.entries(schema.properties ?? {}).find(([, field]) => field.const !== undefined);

/** By the field that tells it, else by the fields that it must have. @param {Schema} schema */
function variantName(schema) {
  const told = tagOf(schema);
  if (told) return `\`${told[0]}: ${JSON.stringify(told[1].const)}\``;
  return (schema.required ?? []).map((name) => `\`${name}\``).join(', ');
}

/**
 * @param {Schema} schema
 * @param {Record<string, unknown>} defaults
 */
function table(schema, defaults) {
  const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const needed = schema.required?.includes(name);
    const value = field.default === undefined ? defaults[name] : field.default;
    const byDefault = value !== undefined ? code(value) : needed ? 'needed' : '';
    // A field that has one value is described where the object is.
    const meaning = field.description ?? (field.const === undefined ? '' : (schema.description ?? ''));
    const values = field.names ? `a name from the table \`${name}\`` : valuesOf(field);
    return `| \`${name}\` | ${values} | ${byDefault} | ${sentence(meaning)} |`;
  });
  return [
    ['| field | value | default | meaning |', '|---|---|---|---|', ...rows].join('\n'),
    ...namesIn(schema),
  ];
}

const namesHead = '| `';

/** What the names of an object's enumerations are, a table for each. @param {Schema} schema */
function namesIn(schema) {
  return Object.entries(schema.properties ?? {}).flatMap(([field, { names }]) => {
    if (names === undefined) return [];
    const rows = Object.entries(names).map(([name, means]) => `| \`"${name}"\` | ${sentence(means)} |`);
    return [[`${namesHead}${field}\` | meaning |`, '|---|---|', ...rows].join('\n')];
  });
}

/** What a field may be, in a few words. @param {Schema} schema @returns {string} */
function valuesOf(schema) {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.properties) return 'object, below';
  if (schema.items) {
    const items = schema.items.properties ? 'objects, below' : valuesOf(schema.items);
    return `array of ${items}${schema.maxItems === undefined ? '' : ` (at most ${schema.maxItems})`}`;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices?.every((choice) => choice.properties)) return 'object, below';
  if (choices) return choices.map(valuesOf).join(' or ');
  if (schema.type === 'integer' || schema.type === 'number') return numbersOf(schema);
  if (Array.isArray(schema.type))
    return schema.type.map((type) => valuesOf({ ...schema, type })).join(' or ');
  if (schema.additionalProperties) return `object of names and ${valuesOf(schema.additionalProperties)}`;
  if (schema.type !== 'string') return schema.type ?? 'anything';
  return schema.maxLength === undefined ? 'text' : `text of at most ${schema.maxLength} characters`;
}

/** @param {Schema} schema */
function numbersOf({ type, minimum, maximum }) {
  const kind = type === 'integer' ? 'whole number' : 'number';
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`;
  return least !== undefined ? `${kind} from ${least}` : most !== undefined ? `${kind} to ${most}` : kind;
}

/** @param {unknown} value */
function code(value) {
  const text = JSON.stringify(value);
  return text.length > 40 ? 'below' : `\`${text}\``;
}

/** A description in a table's cell. @param {string} text */
const sentence = (text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
