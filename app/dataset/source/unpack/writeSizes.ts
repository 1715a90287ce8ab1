/** Rows to read for a sample. */
export const sampleRows = 500;
/** Characters to collect before they are written. */
export const writtenAtOnce = 2 ** 18;
