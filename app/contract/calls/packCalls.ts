// The calls of runs that are packed into one file.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { fileRefSchema } from '../fileRef.ts';
import { packContentsSchema, packInputSchema, packPieceSchema, unpackedSchema } from '../packs.ts';
import { call } from './call.ts';

export const packCalls = {
  /** Kept runs as one file, with their tables, in pieces. A run in progress is refused, or left out where all are packed. */
  make: call.input(packInputSchema).output(eventIterator(packPieceSchema)),
  /** What is in such a file. Changes nothing. */
  look: call.input(z.object({ file: fileRefSchema })).output(packContentsSchema),
  /** Adds the file's runs to the kept ones, and its tables to the uploads: all of them or, where it fails or is cancelled, none. A run
   *  that is here already stays as it is. The only run of a file is opened. */
  open: call.input(z.object({ file: fileRefSchema })).output(unpackedSchema),
};
