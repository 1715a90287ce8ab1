// A run's progress arrives by two ways: with the workspace's state whenever the run is paused, resumed or ended, and by the run's own
// stream, which also reports the epochs in between. Each keeps the order in which its messages were sent.

import { endedStates, type Progress } from '../../../app/contract/run/training.ts';

/**
 * The newer of the two. A workspace state that arrived after the stream's last message with a different run state is newer, so that a
 * pause is shown at once, whichever of the two reports it first. The end comes from the workspace's state, which outlives the stream.
 *
 * @param fromState progress in the workspace's state; the same object until it changes.
 * @param streamed the stream's last message, and the `fromState` at its arrival (`over`); null before the first message.
 */
export function newestProgress(
  fromState: Progress,
  streamed: { progress: Progress; over: Progress | null } | null,
): Progress {
  if (streamed === null || endedStates.includes(fromState.state) || fromState.state === 'interrupted')
    return fromState;
  const { progress, over } = streamed;
  const cameLater = fromState !== over;
  if (cameLater && fromState.state !== progress.state) return fromState;
  // A single step between two pauses changes only the step, not the run's state.
  return fromState.step > progress.step ? fromState : progress;
}
