// How much a test over many values tries: a sample that keeps every kind of case, or with CHAINRULE_EXHAUSTIVE=1 all of it.

export const exhaustive = process.env.CHAINRULE_EXHAUSTIVE === '1';

/** A time limit for what takes long only then, in ms. */
export const patient = exhaustive ? 3_600_000 : undefined;

export const ofAll = <Amount>(sample: Amount, all: Amount): Amount => (exhaustive ? all : sample);
