// A run's progress arrives twice: by the workspace's state whenever the run is paused, goes on or ends, and by the run's own
// stream, which tells of the epochs in between too. Both come in the order in which they were sent, each as the run was then.

import { endedStates, type Progress } from '../../../app/contract/run/training.ts';

/**
 * The newer of the two. A state that came after the stream's last word and says otherwise is: that is how a pause is seen at
 * once, whichever of them is the first to tell. The end comes from the state, which outlives the stream.
 *
 * @param fromState by the workspace's state; the same object until it says something else.
 * @param streamed the stream's last word, and what the state had said (`over`) when it came; null before the first.
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
  // Two changes in one message, such as a single step between two pauses.
  return fromState.step > progress.step ? fromState : progress;
}
