// The calls that propose, replace and put right the workspace's spec.
import { implement } from '@orpc/server';
import { specCalls } from '../../contract/calls/specCalls.ts';
import { specOfModel } from '../models/specOfModel.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { choosePreset, proposeSpec, setSpec } from './specCalls.ts';
import { takeRemedy } from './takeRemedy.ts';

const os = implement(specCalls);

export function specRouter(session: WorkspaceSession) {
  return {
    propose: os.propose.handler(({ input }) => proposeSpec(session, input)),
    set: os.set.handler(({ input }) => setSpec(session, input.revision, input.spec, input.amends)),
    ofModel: os.ofModel.handler(({ input }) => specOfModel(session, input.model)),
    preset: os.preset.handler(({ input }) => choosePreset(session, input.revision, input.preset)),
    remedy: os.remedy.handler(({ input, signal }) =>
      takeRemedy(session, input.revision, input.remedy, signal),
    ),
  };
}
