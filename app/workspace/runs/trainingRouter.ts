// The calls of the current run: start, pause, change, end, and stream its progress.
import { implement } from '@orpc/server';
import { trainingCalls } from '../../contract/calls/trainingCalls.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { withContractErrors } from '../appErrors.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { branchTraining } from './branch.ts';
import { discardUnsaved, saveUnsaved } from './endRun.ts';
import { resumeFolder } from './resumeFolder.ts';
import { runOf } from './runCalls.ts';
import {
  changeTraining,
  paceTraining,
  resumeTraining,
  rewindTraining,
  startTraining,
  steerTraining,
  stepTraining,
  stopTraining,
} from './trainingCalls.ts';

const os = implement(trainingCalls);

export function trainingRouter(session: WorkspaceSession) {
  return {
    start: os.start.handler(({ input }) =>
      startTraining(session, checkedOut(input, session.options.allowPaths)),
    ),
    pause: os.pause.handler(() => steerTraining(session, (run) => run.training?.pause())),
    resume: os.resume.handler(() => steerTraining(session, (run) => resumeTraining(session, run))),
    resumeIn: os.resumeIn.handler(({ input }) =>
      resumeFolder(session, refusePaths(input, session.options.allowPaths)),
    ),
    step: os.step.handler(({ input }) => steerTraining(session, (run) => stepTraining(run, input))),
    change: os.change.handler(({ input }) =>
      steerTraining(session, (run) => changeTraining(session, run, input)),
    ),
    branch: os.branch.handler(({ input }) => branchTraining(session, input.step)),
    rewind: os.rewind.handler(() => steerTraining(session, (run) => rewindTraining(session, run))),
    pace: os.pace.handler(({ input }) => paceTraining(session, input.epochsPerSecond)),
    stop: os.stop.handler(() => steerTraining(session, (run) => stopTraining(session, run))),
    save: os.save.handler(({ input }) =>
      saveUnsaved(session, checkedOut(input, session.options.allowPaths).out),
    ),
    discard: os.discard.handler(() => discardUnsaved(session)),
    watch: os.watch.handler(({ input, signal }) =>
      withContractErrors(runOf(session, input.runId).updates(signal)),
    ),
  };
}

function refusePaths<Input extends { folder: string }>(input: Input, allowPaths: boolean): Input {
  if (allowPaths) return input;
  throw new AppError(
    'not_allowed_here',
    'A page in a browser opens runs from its list, not by their folder.',
    { reason: 'path' },
  );
}

/** The folder of a run is a path: only for hosts that may use paths. */
function checkedOut<Input extends { out?: string }>(input: Input, allowPaths: boolean): Input {
  if (input.out === undefined || allowPaths) return input;
  throw new AppError('not_allowed_here', 'A page in a browser cannot choose the folder of a run.', {
    reason: 'out',
  });
}
