// The note about a run that is over: why it ended, with the number that shows it, which weights are kept, and what to do next.
// null while it runs.

import type { Progress } from '../../../app/contract/run/training.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../counts.ts';
import { duration } from '../duration.ts';
import { numbers } from '../numbers.ts';
import { isOnlyWeights } from '../runProgress.ts';
import { divergenceSentence } from './divergenceSentence.ts';
import { type MonitoredValue, monitoredValueOf } from './monitoredValue.ts';

export interface RunSentence {
  tone: 'plain' | 'ok' | 'warn' | 'danger';
  title: string;
  text: string;
  /** What the note offers to do. */
  offer: 'resume' | 'lowerRate' | 'dataset' | 'model' | 'evaluate' | null;
}

function kept({ best, members }: Progress, monitored: MonitoredValue): string {
  if (!best) return m.run_nothing_kept();
  const values = {
    epoch: numbers().whole(best.epoch),
    monitor: monitored.name,
    value: monitored.write(best.loss),
  };
  if (members !== undefined) return m.run_members_kept(values);
  if (monitored.during) return m.run_kept_during(values);
  return monitored.highest ? m.run_kept_highest(values) : m.run_kept_lowest(values);
}

/** @param validated whether validation rows chose the best epoch. @param inputs names of the network's inputs. @param openedFrom the
 *  model file, of a run that was not trained here. */
export function runSentence(
  progress: Progress,
  spec: RunSpec,
  validated: boolean,
  inputs: readonly string[] = [],
  openedFrom: string | null = null,
): RunSentence | null {
  const epoch = numbers().whole(progress.epoch);
  const monitored = monitoredValueOf(spec, validated);
  const keeps = kept(progress, monitored);
  if (isOnlyWeights(progress))
    return {
      tone: 'plain',
      title: m.run_opened_model({ file: openedFrom ?? '' }),
      text: m.run_opened_model_text(),
      offer: 'evaluate',
    };
  switch (progress.state) {
    case 'finished': {
      const whole = ofMembers(progress);
      const [title, why] = whole === null ? finished(progress, spec, monitored) : [whole, ''];
      return { tone: 'ok', title, text: [why, keeps].filter(Boolean).join(' '), offer: 'evaluate' };
    }
    case 'stopped':
      return {
        tone: 'plain',
        title: ofMembers(progress) ?? m.run_stopped({ epoch }),
        text: keeps,
        offer: 'evaluate',
      };
    case 'diverged':
      return { tone: 'danger', ...diverged(progress, spec, inputs, keeps) };
    case 'interrupted':
      return {
        tone: 'plain',
        title: ofMembers(progress) ?? m.run_interrupted({ epoch }),
        text: m.run_interrupted_text(),
        offer: 'resume',
      };
    case 'failed':
      return {
        tone: 'danger',
        title: ofMembers(progress) ?? m.run_failed({ epoch }),
        text: keeps,
        offer: null,
      };
    default:
      return null;
  }
}

/** The title for an ensemble, whose networks end at different epochs; null for one network. */
function ofMembers({ state, members }: Progress): string | null {
  if (members === undefined) return null;
  const values = { ended: numbers().whole(members.ended), networks: numbers().whole(members.count) };
  switch (state) {
    case 'finished':
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return m[`run_members_${state}`](values);
    default:
      return null;
  }
}

function finished(progress: Progress, { training }: RunSpec, monitored: MonitoredValue): [string, string] {
  const epoch = numbers().whole(progress.epoch);
  const { optimizer, stopping } = training;
  switch (progress.reason) {
    case 'patience':
      return [
        m.run_ended_patience({ epoch }),
        m.run_ended_patience_why({ patience: counts.epochs(training.patience), monitor: monitored.name }),
      ];
    case 'targetLoss':
      return [
        m.run_ended_target({ epoch }),
        m.run_ended_target_why({
          monitor: monitored.lossName,
          target: numbers().exact(stopping.targetLoss ?? 0),
        }),
      ];
    case 'timeLimit':
      return [
        m.run_ended_time({ epoch, epochs: numbers().whole(progress.epochs) }),
        m.run_ended_time_why({ time: duration(stopping.seconds ?? progress.seconds) }),
      ];
    case 'converged':
      return [
        m.run_ended_converged({ epoch }),
        optimizer.type === 'lbfgs'
          ? m.run_ended_converged_why({
              gradient: numbers().exact(optimizer.gradientTolerance),
              change: numbers().exact(optimizer.changeTolerance),
            })
          : '',
      ];
    default:
      return [m.run_ended_epochs({ epochs: counts.epochs(progress.epochs) }), ''];
  }
}

function diverged(progress: Progress, spec: RunSpec, inputs: readonly string[], keeps: string) {
  const ofData = ['unscaledInput', 'farCell'].includes(progress.cause?.kind ?? '');
  return {
    title: m.run_diverged({
      step: numbers().whole(progress.divergedAt ?? progress.step),
      epoch: numbers().whole(progress.epoch + 1),
    }),
    text: `${divergenceSentence(progress, spec, inputs)} ${keeps}`,
    offer: ofData ? ('dataset' as const) : ('lowerRate' as const),
  };
}
