// The parts of a split: rows to learn from, rows that choose the epoch, rows that judge.
export const parts = ['train', 'validation', 'test'] as const;
export type Part = (typeof parts)[number];
