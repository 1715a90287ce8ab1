// Small pictures of the shipped lessons on a field of 54 x 32: each draws its own idea. Colours are those of the page.

import { classColor, classShape } from '../../charts/marks/classMark.ts';

/** One path; `fill` and `stroke` are CSS colours. */
export interface Mark {
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
  opacity?: number;
  dash?: string;
}

const ink = 'var(--ink-2)';
const accent = 'var(--accent)';
const quiet = 'var(--line-2)';
const rows = 'var(--series-train)';
const plus = 'var(--weight-pos)';
const minus = 'var(--weight-neg)';

const circle = (x: number, y: number, r: number) =>
  `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
const box = (x: number, y: number, width: number, height: number) =>
  `M${x},${y}h${width}v${height}h${-width}Z`;
const line = (d: string, stroke = accent, width = 1.75): Mark => ({ d, stroke, width });
const dot = (x: number, y: number): Mark => ({ d: circle(x, y, 2), fill: rows });
const step = (x: number, y: number): Mark => ({ d: circle(x, y, 1.9), fill: accent });
const member = (kind: number, x: number, y: number): Mark => ({
  d: classShape(kind, x, y, 2.4),
  fill: classColor(kind),
});
const unit = (x: number, y: number, fill = 'var(--surface-2)'): Mark => ({
  ...{ d: circle(x, y, 3), fill, stroke: ink, width: 1.2 },
});
const tile = (x: number, y: number, fill: string, opacity: number): Mark => ({
  ...{ d: box(x, y, 5, 5), fill, opacity },
});
const axes = line('M7 27H50M7 4V27', quiet, 1);
const valley = line('M10 5Q27 47 46 5', ink, 1.3);

function matrix(): Mark[] {
  const weights = Array.from({ length: 12 }, (_, k) => {
    const [i, j] = [k % 4, Math.floor(k / 4)];
    return tile(8 + i * 6, 8 + j * 6, (i + j) % 2 ? plus : minus, 0.35 + 0.15 * ((i * 2 + j) % 4));
  });
  const inputs = [0, 1, 2, 3].map((j) => tile(38, 5 + j * 6, ink, 0.3 + 0.15 * j));
  return [...weights, ...inputs];
}

const layers = [8, 16, 24].flatMap((y) => [11, 21].map((to) => line(`M15 ${y}L39 ${to}`, quiet, 1)));

/** By the lesson's number. */
const pictures: readonly (readonly Mark[])[] = [
  [
    ...[unit(12, 9), unit(12, 23), line('M15 9L27 15M15 23L27 17M36 16H46', ink, 1.2)],
    { d: circle(31.5, 16, 4.5), fill: 'var(--surface-2)', stroke: accent, width: 1.75 },
  ],
  matrix(),
  [
    ...[member(0, 16, 9), member(0, 38, 23), member(1, 38, 9), member(1, 16, 23)],
    line('M8 20L24 4M28 29L46 12', ink, 1.2),
  ],
  [
    ...[axes, line('M9 23L48 8', ink, 1.3)],
    { d: box(14, 13, 8, 8), fill: plus, opacity: 0.35 },
    { d: box(33, 14, 6, 6), fill: minus, opacity: 0.4 },
    ...[dot(14, 13), dot(33, 20)],
  ],
  [
    ...[axes, line('M9 24L48 7'), dot(13, 20), dot(18, 23)],
    ...[dot(24, 16), dot(31, 18), dot(36, 10), dot(43, 11)],
  ],
  [valley, line('M18 26H38'), { d: circle(28, 26, 2.4), fill: accent }],
  [valley, line('M12 10L15.5 17L20 23L25 25.5'), step(12, 10), step(15.5, 17), step(20, 23), step(25, 25.5)],
  [
    line('M8 10L13 6L16 15L22 11L25 20L31 15L34 24L40 19L46 26', rows, 1.1),
    line('M8 7C20 8 18 16 30 18S42 22 46 24'),
  ],
  [
    ...[{ d: 'M10 20L28 26L46 16L28 10Z', fill: plus, opacity: 0.3 }, line('M28 26V8', quiet, 1)],
    ...[dot(20, 14), dot(27, 20), dot(34, 13), dot(37, 21)],
  ],
  [...[axes, line('M8 26C26 26 24 6 48 6')], { d: 'M7 16H50', stroke: quiet, width: 1, dash: '2 2' }],
  [18, 8, 5].map((height, k) => ({ d: box(10 + k * 12, 27 - height, 9, height), fill: classColor(k) })),
  [
    line('M41 15L30 9M24 9L13 10M24 23L13 22M41 17L30 23', ink, 1.1),
    ...[unit(10, 10), unit(10, 22), unit(27, 8, 'var(--glow)'), unit(27, 24), unit(44, 16)],
  ],
  [
    ...[...layers, line('M15 16L39 11')],
    ...[unit(12, 8), unit(12, 16), unit(12, 24), unit(42, 11), unit(42, 21)],
  ],
  [
    line('M18 19a16 9 0 1 0 32 0a16 9 0 1 0 -32 0M26 19a8 4.5 0 1 0 16 0a8 4.5 0 1 0 -16 0', quiet, 1),
    ...[
      line('M9 5C14 20 26 26 34 19', classColor(0), 1.4),
      line('M9 5C22 6 30 10 34 19', classColor(1), 1.4),
    ],
    line('M9 5L34 19', accent, 1.6),
  ],
  [axes, ...[line('M9 7C16 22 28 25 48 26', rows, 1.4), line('M9 9C16 22 22 22 27 20S42 14 48 11')]],
];

/** A page of text, for a lesson that has no picture. */
const page: readonly Mark[] = [line('M18 5H32L37 10V27H18ZM22 14H33M22 18H33M22 22H29', ink, 1.3)];

export function pictureOf(number: number | null): readonly Mark[] {
  return (number === null ? null : pictures[number - 1]) ?? page;
}
