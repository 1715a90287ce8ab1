// The proposed order of levels, and the moving of one level.

/** Moves the entry at `from` to `to`; the others close the gap. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}

/** Common scales of words, each from the lowest up. */
const scales: readonly (readonly string[])[] = [
  ['none', 'very low', 'low', 'medium', 'moderate', 'high', 'very high', 'extreme'],
  ['xs', 's', 'm', 'l', 'xl', 'xxl'],
  ['tiny', 'small', 'medium', 'large', 'huge'],
  ['never', 'rarely', 'sometimes', 'often', 'always'],
  ['bad', 'poor', 'fair', 'average', 'good', 'very good', 'great', 'excellent'],
  ['strongly disagree', 'disagree', 'neutral', 'agree', 'strongly agree'],
  ['낮음', '보통', '높음'],
  ['하', '중', '상'],
  ['소', '중', '대'],
];

/** The likely order: numbers by value, words of a known scale by the scale, others alphabetically in the page's language. */
export function likelyOrder(levels: readonly string[], locale: string): string[] {
  const scale = scales.find((one) => levels.every((level) => one.includes(level.trim().toLowerCase())));
  if (scale) {
    const rank = (level: string) => scale.indexOf(level.trim().toLowerCase());
    return levels.toSorted((a, b) => rank(a) - rank(b));
  }
  return levels.toSorted(new Intl.Collator(locale, { numeric: true }).compare);
}
