// A small valid value for a schema of the contract, so that a test covers calls that are added later by itself.
import { z } from 'zod';

/** The first one is the hardest to pass on; a pattern may ask for another. */
const texts = ['ä 한 "\u2028', 'a'];

export function sampleValue(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodObject) {
    const entries = Object.entries(schema.shape).map(([key, field]) => [
      key,
      sampleValue(field as z.ZodType),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (schema instanceof z.ZodArray) return fewestOf(schema);
  if (schema instanceof z.ZodTuple) return schema.def.items.map((item) => sampleValue(item as z.ZodType));
  if (schema instanceof z.ZodRecord) {
    const key = schema.keyType instanceof z.ZodEnum ? String(sampleValue(schema.keyType)) : 'key';
    return { [key]: sampleValue(schema.valueType as z.ZodType) };
  }
  if (schema instanceof z.ZodUnion) return firstThatFits(schema.options as z.ZodType[]);
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodNullable) return sampleValue(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodOptional) return undefined;
  if (schema instanceof z.ZodDefault) return sampleValue(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodLazy) return sampleValue(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return sampleValue(schema.out as z.ZodType);
  if (schema instanceof z.ZodString) return texts.find((text) => schema.safeParse(text).success) ?? texts[0];
  if (schema instanceof z.ZodNumber) return Math.min(Math.max(1, schema.minValue ?? 1), schema.maxValue ?? 1);
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodFile) return new File([new Uint8Array([0, 255, 1, 254])], 'weights é.bin');
  throw new Error(`no sample for ${schema.def.type}`);
}

/** A sample is made from types alone: one that a refinement of its schema refuses is passed over. */
function firstThatFits(options: readonly z.ZodType[]): unknown {
  for (const option of options) {
    const value = sampleValue(option);
    if (option.safeParse(value).success) return value;
  }
  throw new Error('no option has a sample');
}

function fewestOf(schema: z.ZodArray): unknown[] {
  const one = sampleValue(schema.element as z.ZodType);
  const two = [one, one];
  return schema.safeParse(two).success && !schema.safeParse([one]).success ? two : [one];
}
