// Where the training of an ensemble is, from where its networks are.
import { endedStates, type Progress } from '../../contract/run/training.ts';
import { readyProgress } from '../../training/readyProgress.ts';

type OfMember = Pick<
  Progress,
  'state' | 'reason' | 'epoch' | 'step' | 'seconds' | 'best' | 'divergedAt' | 'cause'
> &
  Partial<Pick<Progress, 'stepsPerEpoch' | 'rowsPerSecond'>>;

interface Whole {
  epochs: number;
  state: Progress['state'];
  /** Training time without pauses. */
  seconds: number;
  /** How many networks have ended. */
  ended: number;
}

/** @param members null for one that has not begun */
export function ensembleProgress(members: readonly (OfMember | null)[], whole: Whole): Progress {
  const { epochs, state, seconds, ended } = whole;
  const begun = members.filter((member) => member !== null);
  const diverged = begun.find((member) => member.state === 'diverged');
  const over = endedStates.includes(state);
  return {
    ...readyProgress(epochs),
    ...{ state, seconds },
    epoch: Math.max(0, ...begun.map(({ epoch }) => epoch)),
    step: begun.reduce((sum, { step }) => sum + step, 0),
    stepsPerEpoch: Math.max(0, ...begun.map(({ stepsPerEpoch = 0 }) => stepsPerEpoch)),
    rowsPerSecond: begun.reduce(
      (sum, member) => sum + (member.state === 'running' ? (member.rowsPerSecond ?? 0) : 0),
      0,
    ),
    secondsLeft: over ? null : secondsLeft(members, whole),
    best: bestOf(begun),
    reason: over ? reasonOf(begun, state) : null,
    divergedAt: diverged?.divergedAt ?? null,
    cause: diverged?.cause ?? null,
    members: { count: members.length, ended },
  };
}

/** Those that have ended say how long one takes. */
function secondsLeft(
  members: readonly (OfMember | null)[],
  { epochs, seconds, ended }: Whole,
): number | null {
  if (ended === 0) return null;
  const done = members.filter((member) => member !== null && endedStates.includes(member.state));
  const usual = done.reduce((sum, member) => sum + member!.epoch, 0) / Math.max(1, done.length);
  const left = members.reduce((sum, member) => {
    if (member !== null && endedStates.includes(member.state)) return sum;
    return sum + Math.max(0, Math.min(epochs, usual) - (member?.epoch ?? 0));
  }, 0);
  const trained = members.reduce((sum, member) => sum + (member?.epoch ?? 0), 0);
  return trained === 0 ? null : (seconds / trained) * left;
}

/** The median of the best epochs, which is a whole number, and the mean of the best losses. */
function bestOf(members: readonly OfMember[]): Progress['best'] {
  const found = members.flatMap(({ best }) => (best === null ? [] : [best]));
  if (found.length === 0) return null;
  const epochs = found.map(({ epoch }) => epoch).sort((a, b) => a - b);
  const loss = found.reduce((sum, best) => sum + best.loss, 0) / found.length;
  return { epoch: epochs[Math.floor((epochs.length - 1) / 2)]!, loss };
}

function reasonOf(members: readonly OfMember[], state: Progress['state']): Progress['reason'] {
  if (state === 'stopped' || state === 'diverged' || state === 'failed') return state;
  const reasons = members.map(({ reason }) => reason);
  // What ended most of them early is what a person can change.
  return reasons.find((reason) => reason !== null && reason !== 'epochs') ?? reasons[0] ?? null;
}
