// A table of millions of rows in the page, from the drop to its last row: seconds until there is something to see, until it is open and
// until all is known of it; whether the page and the backend answer meanwhile; memory; reading that is cancelled; one epoch. Prints a JSON line.
//   CHAINRULE_ROWS=10000000 CHAINRULE_COLUMNS=20 npx playwright test -c test/bench/playwright.config.ts bigTable
// or CHAINRULE_FILE=/path/of/a.csv, numbers with a header, of which the last column is predicted.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { socketPath } from '../../app/contract/connection.ts';
import type { WorkspaceState } from '../../app/contract/workspace.ts';
import { writeTable } from '../../app/hosts/cli/bench/generatedTable.ts';
import { Switchboard } from '../../renderer/connection/link.ts';
import { dropFile } from '../e2e/harness/dropFile.ts';
import { expect, test } from '../e2e/harness/fixtures.ts';
import type { Host } from '../e2e/harness/host.ts';
import { chooseTarget, openStage, setNumber } from '../e2e/harness/pipeline.ts';

const rows = Number(process.env.CHAINRULE_ROWS ?? 1_000_000);
const columns = Number(process.env.CHAINRULE_COLUMNS ?? 20);
/** Milliseconds. Closer together they would hold up what the backend does while nothing is asked of it (WorkspaceSession.quiet). */
const pingEvery = 300;

/** The contract's calls, on a connection like the page's own. */
async function backendOf({ page, origin }: Host) {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${socketPath}`, {
    headers: { cookie, origin },
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const board = new Switchboard();
  const frames = board.open((frame) => socket.send(frame as string | Uint8Array));
  socket.on('message', (data: Buffer, binary) =>
    frames.deliver(binary ? new Uint8Array(data) : data.toString()),
  );
  return { client: board.client, close: () => socket.close() };
}
type Backend = Awaited<ReturnType<typeof backendOf>>;

/** Asks the backend again and again how it is, and notes the longest wait of each stretch. */
class Pings {
  #longest = 0;
  #asked = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(backend: Backend) {
    let waiting = false;
    this.#timer = setInterval(async () => {
      if (waiting) return;
      waiting = true;
      this.#asked = performance.now();
      await backend.client.app.info();
      waiting = false;
      this.#longest = Math.max(this.#longest, performance.now() - this.#asked);
    }, pingEvery);
  }

  /** Milliseconds, since the last time this was asked. */
  longest(): number {
    const longest = Math.round(this.#longest);
    this.#longest = 0;
    return longest;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Notes how long the page's tasks take that are longer than 50 ms. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const noted = window as unknown as { longestTask: number };
    noted.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) noted.longestTask = Math.max(noted.longestTask, duration);
    }).observe({ type: 'longtask' });
  });
  return () =>
    page.evaluate(() => {
      const noted = window as unknown as { longestTask: number };
      const { longestTask } = noted;
      noted.longestTask = 0;
      return longestTask;
    });
}

async function memoryOf(pid: number): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024);
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

/** Of the page's own objects, in megabytes. */
const pageMemory = (page: Page) =>
  page.evaluate(() => {
    const { memory } = performance as unknown as { memory: { usedJSHeapSize: number } };
    return Math.round(memory.usedJSHeapSize / 2 ** 20);
  });

/** Resolves with the seconds since `began` once a state holds. */
async function until(
  { client }: Backend,
  began: number,
  holds: (state: WorkspaceState) => boolean,
): Promise<number> {
  for await (const state of await client.workspace.watch())
    if (holds(state)) return Number(((performance.now() - began) / 1_000).toFixed(2));
  throw new Error('The state stream ended before that.');
}

async function fileOf(host: Host): Promise<string> {
  const given = process.env.CHAINRULE_FILE;
  if (given !== undefined) return given;
  const file = join(host.home, `${rows}x${columns}.csv`);
  await writeTable(file, { rows, columns, seed: 1 }, () => {});
  return file;
}

test('a table of millions of rows', async ({ host }) => {
  test.setTimeout(20 * 60_000);
  const { page } = host;
  const file = await fileOf(host);
  const name = file.split('/').at(-1)!;
  const backend = await backendOf(host);
  const longestTask = await watchTasks(page);
  const pings = new Pings(backend);
  const waits = async () => ({ longestTask: await longestTask(), longestPing: pings.longest() });
  const pid = await host.backendPid();
  const told: Record<string, unknown> = { bytes: (await stat(file)).size };
  const step = async (what: string, more: object) => {
    told[what] = {
      ...more,
      ...(await waits()),
      backendMB: await memoryOf(pid),
      pageMB: await pageMemory(page),
    };
    console.log(what, JSON.stringify(told[what]));
  };

  // Called off in the middle, first.
  let began = performance.now();
  await dropFile(page, file);
  await until(backend, began, ({ activity }) => (activity?.fraction ?? 0) > 0.3);
  began = performance.now();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const cancelled = await until(backend, began, ({ activity }) => activity === null);
  await step('cancel', { seconds: cancelled });

  began = performance.now();
  await dropFile(page, file);
  const sent = until(backend, began, ({ activity }) => activity !== null);
  const sample = until(backend, began, ({ activity }) => activity !== null && 'sample' in activity);
  const open = await until(backend, began, ({ dataset }) => dataset !== null);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible({ timeout: 10_000 });
  await step('open', { sent: await sent, sample: await sample, seconds: open });

  const profiled = await until(
    backend,
    began,
    ({ dataset }) => dataset?.columns.every((c) => c.profiled) ?? false,
  );
  await step('figures', { seconds: profiled });

  const area = page.getByRole('region', { name: /^Table/ });
  const shown = (await backend.client.dataset.rows({ offset: 0, limit: 1 })).count;
  began = performance.now();
  await area.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  const last = page.getByRole('row', { name: new RegExp(`^${shown.toLocaleString('en')} `) });
  await expect(last.getByRole('cell').first()).not.toBeEmpty();
  await step('end', { rows: shown, seconds: (performance.now() - began) / 1_000 });

  const names = (await backend.client.dataset.profile()).columns.map((column) => column.name);
  await step('all', { seconds: (performance.now() - began) / 1_000 });
  await chooseTarget(page, names.at(-1)!);
  began = performance.now();
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '1');
  await step('plan', { seconds: (performance.now() - began) / 1_000 });
  began = performance.now();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const running = await until(backend, began, ({ run }) => run !== null && run.progress.state !== 'ready');
  await expect(page.getByRole('button', { name: 'See how good it is' })).toBeVisible({ timeout: 300_000 });
  await step('train', { begun: running, seconds: (performance.now() - began) / 1_000 });
  pings.stop();
  backend.close();
  console.log(JSON.stringify(told));
});
