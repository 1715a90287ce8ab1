// `chainrule bench startup`: the time until the command line, the server and the page answer. Every repetition has its own processes
// and folder; the files are in the system's cache.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '../../../contract/issues/errors.ts';
import { loadEngine } from '../../../engine/load.ts';
import { programFolder } from '../../../workspace/program.ts';
import { figure, table } from '../output/figures.ts';
import { Output } from '../output/output.ts';
import { ScreenLine } from '../output/screenLine.ts';
import { firstScreenBytes } from './firstScreen.ts';
import { machineSentence, thisMachine } from './machine.ts';
import { launchChromium, loadPage } from './pageLoad.ts';
import { percent, type Spread, spreadOf } from './spread.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

export interface BenchStartupOptions {
  repetitions: number;
  json?: boolean;
}

/** Milliseconds of each repetition by what was waited for. */
type Times = Map<string, number[]>;

const goals: Record<string, number> = {
  '--help': 150,
  'page, first paint': 300,
  'page, interactive': 800,
};
const goalBytes = 350_000;

/** Throws AppError internal where the page is not built. */
export async function benchStartup(options: BenchStartupOptions): Promise<void> {
  const output = new Output(options.json === true);
  const line = new ScreenLine(output.json ? { write: () => {} } : undefined);
  const machine = thisMachine(loadEngine().info().isa);
  const bytes = await firstScreenBytes(join(programFolder, 'dist', 'renderer'));
  const times: Times = new Map();
  const chromium = await launchChromium();
  try {
    for (let repetition = 0; repetition < options.repetitions; repetition++) {
      line.draw(`starting: ${repetition + 1} of ${options.repetitions}`);
      await measureOnce(times, 'browser' in chromium ? chromium.browser : null);
    }
  } finally {
    if ('browser' in chromium) await chromium.browser.close();
  }
  line.clear();
  output.say(machineSentence(machine), '', ...timeTable(times), '');
  output.say(
    `JavaScript of the first screen: ${figure(bytes / 1e3)} kB gzipped; the limit is ${goalBytes / 1e3} kB.`,
  );
  if ('missing' in chromium) output.note(`The page was not measured: ${chromium.missing}.`);
  const milliseconds = Object.fromEntries([...times].map(([what, all]) => [what, spreadOf(all)]));
  const { repetitions } = options;
  output.emit('result', { machine, repetitions, milliseconds, firstScreenBytes: bytes });
}

async function measureOnce(times: Times, browser: Parameters<typeof loadPage>[0] | null): Promise<void> {
  const note = (what: string, milliseconds: number) =>
    times.set(what, [...(times.get(what) ?? []), milliseconds]);
  note('--help', await timeHelp());
  await withTemporaryFolder(async (home) => {
    const began = performance.now();
    const server = await startServer(home);
    try {
      note('server, link printed', performance.now() - began);
      const response = await fetch(server.link);
      await response.arrayBuffer();
      note('server, page answered', performance.now() - began);
      if (browser === null) return;
      // The first time its backend may still be starting; a person's browser takes longer than that.
      const cold = await loadPage(browser, server.link);
      note('page of a new server, interactive', cold.interactive);
      const warm = await loadPage(browser, server.link);
      note('page, first paint', warm.firstPaint);
      note('page, first content', warm.firstContent);
      note('page, interactive', warm.interactive);
    } finally {
      await server.end();
    }
  });
}

async function timeHelp(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [process.argv[1]!, '--help'], { stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - began;
}

async function startServer(home: string) {
  const child = spawn(process.execPath, [process.argv[1]!, 'serve', '--no-open'], {
    env: { ...process.env, CHAINRULE_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const said of createInterface({ input: child.stdout })) {
    const [link] = /http:\S+/.exec(said) ?? [];
    if (link === undefined) continue;
    child.stdout.resume();
    const end = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { link, end };
  }
  const reason = 'the server ended before it printed its link';
  throw new AppError('internal', `Something went wrong: ${reason}.`, { reason });
}

function timeTable(times: Times): string[] {
  const row = (what: string, { median, best, spread }: Spread) => [
    what,
    ...[`${median.toFixed(0)} ms`, `${best.toFixed(0)} ms`, percent(spread)],
    goals[what] === undefined ? '' : `${goals[what]} ms`,
  ];
  const lines = [...times].map(([what, all]) => row(what, spreadOf(all)));
  return table([['until', 'median', 'best', 'spread', 'goal'], ...lines], [false, true, true, true, true]);
}
