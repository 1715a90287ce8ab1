// What a run has come to, as a colleague would say it: why it ended, what is kept, what to do. Nothing while it simply runs.
import type { RunSpec } from '../../../app/contract/spec.ts';
import type { Progress } from '../../../app/contract/training.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';

export interface RunSentence {
  tone: 'plain' | 'ok' | 'warn' | 'danger';
  title: string;
  text: string;
  /** What the note offers to do. */
  offer: 'resume' | 'lowerRate' | 'evaluate' | null;
}

/** The rate to try after a divergence, a tenth, as a number that can be typed. */
export function lowerRate(spec: RunSpec): number {
  return Number((spec.training.optimizer.learningRate / 10).toPrecision(3));
}

function kept({ best }: Progress, validated: boolean): string {
  if (!best) return m.run_nothing_kept();
  const values = { epoch: numbers().whole(best.epoch), loss: numbers().measure(best.loss) };
  return validated ? m.run_kept_validation(values) : m.run_kept_training(values);
}

/** @param validated whether validation rows chose the best epoch. */
export function runSentence(progress: Progress, spec: RunSpec, validated: boolean): RunSentence | null {
  const epoch = numbers().whole(progress.epoch);
  switch (progress.state) {
    case 'finished': {
      const patience = counts.epochs(spec.training.patience);
      const title =
        progress.reason === 'patience'
          ? m.run_ended_patience({ epoch })
          : m.run_ended_epochs({ epochs: counts.epochs(progress.epochs) });
      const why = progress.reason === 'patience' ? `${m.run_ended_patience_why({ patience })} ` : '';
      return { tone: 'ok', title, text: why + kept(progress, validated), offer: 'evaluate' };
    }
    case 'stopped':
      return {
        tone: 'plain',
        title: m.run_stopped({ epoch }),
        text: kept(progress, validated),
        offer: 'evaluate',
      };
    case 'diverged':
      return {
        tone: 'danger',
        title: m.run_diverged({
          step: numbers().whole(progress.divergedAt ?? progress.step),
          epoch: numbers().whole(progress.epoch + 1),
        }),
        text: m.run_diverged_why({
          rate: numbers().exact(spec.training.optimizer.learningRate),
          kept: kept(progress, validated),
        }),
        offer: 'lowerRate',
      };
    case 'interrupted':
      return {
        tone: 'plain',
        title: m.run_interrupted({ epoch }),
        text: m.run_interrupted_text(),
        offer: 'resume',
      };
    case 'failed':
      return { tone: 'danger', title: m.run_failed({ epoch }), text: kept(progress, validated), offer: null };
    default:
      return null;
  }
}
