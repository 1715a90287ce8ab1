// The calls that propose and change the spec.
import { z } from 'zod';
import { modelRefSchema } from '../fileRef.ts';
import { remedySchema } from '../issues/remedies.ts';
import { planSchema } from '../model.ts';
import { choicesSchema } from '../spec/choices.ts';
import { presetSchema } from '../spec/presets.ts';
import { runSpecSchema } from '../spec/spec.ts';
import { call, done } from './call.ts';

const proposalSchema = done.extend({ spec: runSpecSchema, plan: planSchema });

export const specCalls = {
  /** Takes the chosen target and other choices, proposes the rest, and makes the result the workspace's spec. */
  propose: call.input(choicesSchema).output(proposalSchema),
  /** Replaces the spec. `revision` is the revision of the state that was edited; an older one is refused. A spec with issues
   *  is kept (only training is blocked); one that does not fit the schema is refused. `amends`: this change continues the
   *  previous one, as while a slider is dragged, so that undo reverts both at once. A run that waits for its first step is closed: the
   *  next one begins with this spec. */
  set: call
    .input(z.object({ revision: z.number().int(), spec: runSpecSchema, amends: z.boolean().optional() }))
    .output(proposalSchema),
  /** Makes a model's spec the workspace's, on the open table: columns that the model does not read are ignored. */
  ofModel: call.input(z.object({ model: modelRefSchema })).output(proposalSchema),
  /** Gives the spec a preset's network. Training settings that still have their proposed values are proposed again for it. */
  preset: call.input(z.object({ revision: z.number().int(), preset: presetSchema })).output(proposalSchema),
  /** Applies a remedy of an issue or of a diagnosis: the run in progress continues with it, the file is read again, or the
   *  spec is edited for the next run. */
  remedy: call
    .input(z.object({ revision: z.number().int(), remedy: remedySchema }))
    .output(z.object({ revision: z.number().int(), taken: z.enum(['run', 'table', 'spec']) })),
};
