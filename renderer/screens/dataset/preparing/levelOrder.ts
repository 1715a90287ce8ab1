// The order of levels, before a person has said one and while they change it.

/** The entry at `from` put to `to`, the others closing up. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}

/** Words that grade things, from the lowest; most scales are of these. */
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

/** How an order would likely be: numbers by value, words of a known scale by that, others by the language's own order. */
export function likelyOrder(levels: readonly string[], locale: string): string[] {
  const scale = scales.find((one) => levels.every((level) => one.includes(level.trim().toLowerCase())));
  if (scale) {
    const rank = (level: string) => scale.indexOf(level.trim().toLowerCase());
    return levels.toSorted((a, b) => rank(a) - rank(b));
  }
  return levels.toSorted(new Intl.Collator(locale, { numeric: true }).compare);
}
