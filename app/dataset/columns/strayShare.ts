/** A column is read as numbers where at most this share of its values are no numbers, or have another unit than most, or none. */
export const strayShare = 0.05;
