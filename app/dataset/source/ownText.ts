// The layout of the texts that we write ourselves: nothing about it has to be detected.
import type { Reading } from '../../contract/table/reading.ts';

/** How records are cut. */
export const ownCut = { delimiter: ',', quote: '"', escape: null, comment: null } as const satisfies Reading;

/** With a header, and only rows below it. */
export const ownTable = { ...ownCut, skipped: 0, footer: 0, header: true } as const satisfies Reading;
