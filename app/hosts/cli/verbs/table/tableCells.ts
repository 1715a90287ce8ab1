// `chainrule inspect FILE --cells`: the table as read, one JSON array a line, the names of the columns first. Rows come from the
// backend window by window: no table is held here.
import { once } from 'node:events';
import type { Client } from '../../inProcess.ts';

/** The most that the contract gives at once. */
const windowRows = 1_000;

export async function printCells(client: Client, names: readonly string[]): Promise<void> {
  await write(`${JSON.stringify(names)}\n`);
  for (let offset = 0; ; offset += windowRows) {
    const { rows } = await client.dataset.rows({ offset, limit: windowRows });
    if (rows.length > 0) await write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    if (rows.length < windowRows) return;
  }
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
