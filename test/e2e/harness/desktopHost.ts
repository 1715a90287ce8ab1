// The desktop window for the specs, through Playwright's Electron driver; used where Electron's binary exists.
import { fileURLToPath } from 'node:url';
import { _electron } from '@playwright/test';
import { electronBinary } from '../../../scripts/electronBinary.js';
import { type Host, trainAtFullSpeed, watch } from './host.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** As main names the utility process. */
const serviceName = 'Chainrule backend';

export async function openDesktopHost(home: string): Promise<Host> {
  const app = await _electron.launch({
    executablePath: electronBinary() ?? undefined,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
    env: { ...(process.env as Record<string, string>), CHAINRULE_HOME: home },
  });
  const page = await app.firstWindow();
  watch(page);
  await page.evaluate(trainAtFullSpeed);
  await page.reload();
  await page.waitForLoadState();
  return {
    name: 'desktop',
    page,
    home,
    origin: new URL(page.url()).origin,
    backendPid: () =>
      app.evaluate(
        ({ app: program }, name) =>
          program.getAppMetrics().find((metric) => metric.name === name)?.pid ?? Number.NaN,
        serviceName,
      ),
    close: () => app.close(),
  };
}
