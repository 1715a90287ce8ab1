// The calls of the race.
import { implement } from '@orpc/server';
import { raceCalls } from '../../contract/calls/raceCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { closeRace, raceOf, startRace, steerRace } from './raceCalls.ts';
import { planeOfRace } from './racePlane.ts';
import { searchRates } from './raceRates.ts';

const os = implement(raceCalls);

export function raceRouter(session: WorkspaceSession) {
  return {
    rates: os.rates.handler(({ input, signal }) => withContractErrors(searchRates(session, input, signal))),
    start: os.start.handler(({ input }) => startRace(session, input)),
    pause: os.pause.handler(() => steerRace(session, ({ race }) => race.pause())),
    resume: os.resume.handler(() => steerRace(session, ({ race }) => race.start())),
    step: os.step.handler(() => steerRace(session, ({ race }) => race.step())),
    pace: os.pace.handler(({ input }) =>
      steerRace(session, ({ race }) => race.setPace(input.epochsPerSecond)),
    ),
    stop: os.stop.handler(() => steerRace(session, ({ race }) => race.stop())),
    close: os.close.handler(() => closeRace(session)),
    watch: os.watch.handler(({ input, signal }) =>
      withContractErrors(raceOf(session, input.raceId).updates(signal)),
    ),
    plane: os.plane.handler(({ input, signal }) => planeOfRace(session, input, signal)),
  };
}
