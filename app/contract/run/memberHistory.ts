// The history of an ensemble as one curve: of each epoch the mean over the networks that trained it. The history of one network stays as
// it is.
import type { EpochRecord } from './training.ts';

/** @param records of one network, or of several with their `member`; those of each member in the order of epochs */
export function meanHistory(records: readonly EpochRecord[]): EpochRecord[] {
  if (records.every(({ member }) => member === undefined)) return [...records];
  const epochs = new Map<number, EpochRecord[]>();
  for (const record of records) {
    const same = epochs.get(record.epoch);
    if (same === undefined) epochs.set(record.epoch, [record]);
    else same.push(record);
  }
  return [...epochs.keys()].sort((a, b) => a - b).map((epoch) => meanOf(epoch, epochs.get(epoch)!));
}

function meanOf(epoch: number, records: EpochRecord[]): EpochRecord {
  // Records come in the order in which networks trained, which is not always the same: sums must not depend on it.
  const ordered = records.toSorted((a, b) => a.member! - b.member!);
  const mean = (of: (record: EpochRecord) => number | null) => {
    const values = ordered.map(of).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    epoch,
    trainLoss: mean(({ trainLoss }) => trainLoss)!,
    validationLoss: mean(({ validationLoss }) => validationLoss),
    learningRate: mean(({ learningRate }) => learningRate),
    validationScore: mean(({ validationScore }) => validationScore),
  };
}

/** The records of each of `count` members. */
export function historyOfMembers(records: readonly EpochRecord[], count: number): EpochRecord[][] {
  const members = Array.from({ length: count }, (): EpochRecord[] => []);
  for (const record of records) members[record.member ?? 0]?.push(record);
  return members;
}
