// Scales and ticks of every chart, linear or logarithmic: few ticks at round numbers, and bounds that snap to 1-2-5 steps, so that an
// axis rarely moves while data grows. No drawing in here.
// d3-array and d3-scale are not used: asked for 5 ticks they give up to 8, whose labels touch, and their logarithmic axes have ticks
// either at every digit or only at whole powers of ten.

export type Range = [low: number, high: number];
export interface Scale {
  (value: number): number;
  invert(position: number): number;
}

const steps = [1, 2, 5, 10] as const;

/** The smallest of 1, 2, 5 times a power of ten that is at least `raw` (> 0). */
export function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = steps.find((s) => s * power >= raw * (1 - 1e-9)) ?? 10;
  return clean(step * power);
}

/** Removes what binary fractions add: 0.30000000000000004 becomes 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

/** Bounds at multiples of a round step that include both values. Equal values get room on both sides. */
export function linearBounds(low: number, high: number, ticks = 5): Range {
  if (!(high > low)) {
    const room = Math.abs(low) > 0 ? Math.abs(low) / 2 : 1;
    return linearBounds(low - room, high + room, ticks);
  }
  const step = roundStep((high - low) / ticks);
  return [clean(Math.floor(low / step + 1e-9) * step), clean(Math.ceil(high / step - 1e-9) * step)];
}

/** `linearBounds` of all of them; 0 to 1 for none. */
export function boundsAround(values: readonly number[], ticks = 5): Range {
  if (values.length === 0) return linearBounds(0, 1, ticks);
  const low = values.reduce((least, value) => Math.min(least, value));
  return linearBounds(
    low,
    values.reduce((most, value) => Math.max(most, value)),
    ticks,
  );
}

/** As `linearBounds`, for positive values: each bound is 1, 2 or 5 times a power of ten. */
export function logBounds(low: number, high: number): Range {
  const power = 10 ** Math.floor(Math.log10(low));
  const below = [5, 2, 1].find((s) => s * power <= low * (1 + 1e-9)) ?? 1;
  const bottom = clean(below * power);
  const top = roundStep(high);
  return top > bottom ? [bottom, top] : [bottom, clean(bottom * 2)];
}

/** About `count` of them; more where a single one would be left, which says nothing of the scale. */
export function linearTicks([low, high]: Range, count = 5): number[] {
  const ticks = ticksAtSteps(roundStep((high - low) / count), low, high);
  return ticks.length > 1 || count > 5 ? ticks : linearTicks([low, high], count + 1);
}

function ticksAtSteps(step: number, low: number, high: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => clean((first + i) * step));
}

/** 1-2-5 ticks, or whole powers where those would be too many. */
export function logTicks([low, high]: Range, count = 8): number[] {
  for (const mantissas of [[1, 1.5, 2, 3, 4, 5, 6, 8], [1, 2, 5], [1, 3], [1]]) {
    const ticks = ticksOf(mantissas, low, high);
    if (ticks.length <= count) return ticks.length >= 2 ? ticks : [low, high];
  }
  const powers = ticksOf([1], low, high);
  const every = Math.ceil(powers.length / count);
  return powers.filter((_, i) => i % every === 0);
}

function ticksOf(mantissas: number[], low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const mantissa of mantissas) {
      const tick = clean(mantissa * 10 ** power);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

export function linearScale([low, high]: Range, [from, to]: Range): Scale {
  const slope = (to - from) / (high - low);
  const scale = (value: number) => from + (value - low) * slope;
  return Object.assign(scale, { invert: (position: number) => low + (position - from) / slope });
}
