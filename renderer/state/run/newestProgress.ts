// Where a run stands is told twice: by the workspace's state whenever the run is paused, goes on or ends, and by the run's own
// stream, which tells of the epochs in between too. Both come in the order in which they were sent, each as the run was then.

import { endedStates, type Progress } from '../../../app/contract/run/training.ts';

/**
 * The newer of the two. A state that came after the stream's last word and says otherwise is: that is how a pause is seen at
 * once, whichever of them is the first to tell. The end is told by the state, which outlives the stream.
 *
 * @param told by the workspace's state; the same object until it says something else.
 * @param streamed the stream's last word, and what the state had said (`over`) when it came; null before the first.
 */
export function newestProgress(
  told: Progress,
  streamed: { progress: Progress; over: Progress | null } | null,
): Progress {
  if (streamed === null || endedStates.includes(told.state) || told.state === 'interrupted') return told;
  const { progress, over } = streamed;
  const cameLater = told !== over;
  if (cameLater && told.state !== progress.state) return told;
  // Two changes in one message, such as a single step between two pauses.
  return told.step > progress.step ? told : progress;
}
