// Line icons on a 16 x 16 grid, drawn with a stroke of 1.5. Only what the screens use.
export const iconPaths = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  warn: 'M8 2.5 14.5 13.5H1.5ZM8 6.5v3.2M8 11.6v.1',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 7.3v3.7M8 5v.1',
  folder: 'M1.8 12.8V3.2h4.4l1.6 2h6.4v7.6Z',
  moon: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3.1 3.1l1.1 1.1M11.8 11.8l1.1 1.1M12.9 3.1l-1.1 1.1M4.2 11.8l-1.1 1.1',
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  trash: 'M2.5 4.5h11M6 4.5V2.5h4v2M4 4.5l.6 9h6.8l.6-9M6.8 7v4M9.2 7v4',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  play: 'M4.5 2.8 12.8 8l-8.3 5.2Z',
  pause: 'M5 3v10M11 3v10',
  stop: 'M3.8 3.8h8.4v8.4H3.8Z',
  step: 'M4 3l6 5-6 5ZM12 3v10',
  steps: 'M2 3l5 5-5 5ZM7.5 3l5 5-5 5ZM14 3v10',
  copy: 'M5.5 5.5h8v8h-8ZM2.5 10.5v-8h8',
  save: 'M8 2v8M4.5 6.8 8 10.3l3.5-3.5M2.5 13.5h11',
  table: 'M2 3h12v10H2ZM2 6.5h12M6.5 6.5V13',
  globe: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2 8h12M8 2c3.6 3.4 3.6 8.6 0 12M8 2c-3.6 3.4-3.6 8.6 0 12',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.8V8l2.2 1.6',
  unlink:
    'M6.5 9.5 9.5 6.5M7 4.5l1.4-1.4a3 3 0 0 1 4.2 4.2L11.5 8.5M9 11.5l-1.4 1.4a3 3 0 0 1-4.2-4.2L4.5 7.5',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
} as const;

export type IconName = keyof typeof iconPaths;
