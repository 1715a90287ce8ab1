// The value of an expression of a lesson's text.

/** undefined: not asked for yet; null: not known now. */
export type ValueOf = (expression: string) => number | null | undefined;
