// The contract as a flat list: what every test over "every call" walks.
import {
  type AnyContractProcedure,
  getEventIteratorSchemaDetails,
  isContractProcedure,
} from '@orpc/contract';
import type { z } from 'zod';
import { contract } from '../../../app/contract/calls.ts';

export interface Procedure {
  path: string[];
  name: string;
  definition: AnyContractProcedure['~orpc'];
  input: z.ZodType | undefined;
  /** The schema of the answer, or of each value of the stream. */
  output: z.ZodType;
  streams: boolean;
}

export const procedures: Procedure[] = walk(contract, []);

function walk(node: object, path: string[]): Procedure[] {
  if (!isContractProcedure(node))
    return Object.entries(node).flatMap(([key, child]) => walk(child as object, [...path, key]));
  const definition = node['~orpc'];
  const events = getEventIteratorSchemaDetails(definition.outputSchema);
  const output = (events?.yields ?? definition.outputSchema) as z.ZodType;
  const input = definition.inputSchema as z.ZodType | undefined;
  return [{ path, name: path.join('.'), definition, input, output, streams: events !== undefined }];
}
