// How long the file of a lesson may be; apart from its reader, since packed files ask for it, which every verb with a model may open.

/** Bytes. The longest of the shipped lessons has a tenth of them. */
export const largestLesson = 256 * 1024;
