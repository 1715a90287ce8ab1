// Sixty flats whose price is a line of their size and something beside it: one feature, so that a line can be seen to be fitted.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { chooseTarget, openTable } from './pipeline.ts';

/** Opens them, with the price to be predicted; with both columns standardised they correlate by 0.997. */
export async function openFlats({ page, home }: Host): Promise<void> {
  const file = join(home, 'flats.csv');
  const rows = Array.from({ length: 60 }, (_, k) => {
    const size = 20 + 2 * k;
    return `${size},${50 + 3 * size + 12 * Math.sin(7 * k)}`;
  });
  await writeFile(file, ['size,price', ...rows].join('\n'));
  await openTable(page, file);
  await chooseTarget(page, 'price');
}
