// A plot of a few lines over logarithmic axes as an SVG, for a page of the documentation: legible on light and on dark.

/** @typedef {{ label: string, color: string, dashed?: boolean, points: [x: number, y: number][] }} PlotLine */
/** @typedef {{ title: string, x: string, y: string, lines: PlotLine[], tick: (value: number) => string }} Plot */

const size = { width: 640, height: 400, left: 76, right: 16, top: 40, bottom: 52 };
const ink = '#7a7f87';

/** @param {Plot} plot */
export function svgOf({ title, x, y, lines, tick }) {
  const across = decades(lines.flatMap(({ points }) => points.map(([value]) => value)));
  const up = decades(lines.flatMap(({ points }) => points.map(([, value]) => value)));
  const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };
  const at = (/** @type {number} */ value, /** @type {[number, number]} */ [from, to]) =>
    (Math.log10(value) - from) / (to - from);
  const px = (/** @type {number} */ value) => (size.left + at(value, across) * inner.width).toFixed(1);
  const py = (/** @type {number} */ value) => (size.top + (1 - at(value, up)) * inner.height).toFixed(1);
  const text = (
    /** @type {string} */ words,
    /** @type {number | string} */ left,
    /** @type {number | string} */ top,
    anchor = 'middle',
  ) => `<text x="${left}" y="${top}" text-anchor="${anchor}">${words}</text>`;
  const vertical = powers(across).flatMap((value) => [
    `<path d="M${px(value)} ${size.top}V${size.height - size.bottom}" stroke="${ink}" stroke-opacity="0.25"/>`,
    text(tick(value), px(value), size.height - size.bottom + 18),
  ]);
  const horizontal = powers(up).flatMap((value) => [
    `<path d="M${size.left} ${py(value)}H${size.width - size.right}" stroke="${ink}" stroke-opacity="0.25"/>`,
    text(tick(value), size.left - 8, Number(py(value)) + 4, 'end'),
  ]);
  const drawn = lines.flatMap(({ color, dashed, points }) => [
    `<polyline fill="none" stroke="${color}" stroke-width="2"${dashed ? ' stroke-dasharray="6 5"' : ''} points="${points
      .map(([a, b]) => `${px(a)},${py(b)}`)
      .join(' ')}"/>`,
    ...(dashed
      ? []
      : points.map(([a, b]) => `<circle cx="${px(a)}" cy="${py(b)}" r="3.5" fill="${color}"/>`)),
  ]);
  const legend = lines.flatMap(({ label, color, dashed }, k) => {
    const top = size.top + 18 + k * 18;
    return [
      `<path d="M${size.left + 12} ${top - 4}h24" stroke="${color}" stroke-width="2"${dashed ? ' stroke-dasharray="6 5"' : ''}/>`,
      text(label, size.left + 44, top, 'start'),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12" fill="${ink}" role="img">`,
    `<title>${title}</title>`,
    ...vertical,
    ...horizontal,
    ...drawn,
    ...legend,
    text(`<tspan font-weight="600">${title}</tspan>`, size.width / 2, 20),
    text(x, size.left + inner.width / 2, size.height - 12),
    `<text transform="translate(16 ${size.top + inner.height / 2}) rotate(-90)" text-anchor="middle">${y}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

/** Whole powers of ten around all values. @param {number[]} values @returns {[number, number]} */
function decades(values) {
  const logs = values.map(Math.log10);
  const [from, to] = [Math.floor(Math.min(...logs) + 1e-9), Math.ceil(Math.max(...logs) - 1e-9)];
  return [from, Math.max(to, from + 1)];
}

/** @param {[number, number]} range */
const powers = ([from, to]) => Array.from({ length: to - from + 1 }, (_, k) => 10 ** (from + k));
