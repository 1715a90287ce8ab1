// Connects the window's page with the backend: answers its request for a port with a new channel, tells it when the backend died, and
// receives the progress of a run. It listens only to the main frame of our own page.
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, MessageChannelMain, WebContents } from 'electron';
import { type HomeChoice, type HomeHolder, homeChoices } from '../../contract/holder.ts';
import { updateChoices } from '../../contract/updates.ts';
import { origin } from './appScheme.ts';
import { ipc } from './ipcChannels.ts';
import type { Updates } from './updates.ts';
import type { UtilityBackend } from './utilityBackend.ts';

export interface LinkParts {
  ipcMain: Pick<IpcMain, 'on' | 'handle'>;
  newChannel: () => MessageChannelMain;
  backend: () => Promise<Pick<UtilityBackend, 'take'> | null>;
  /** Who has the home folder, and what a person chose about it. */
  home: { readonly holder: HomeHolder | null; choose(choice: HomeChoice): void };
  chooseFile: () => Promise<string | null>;
  /** Null: this copy has none. */
  updates: Pick<Updates, 'state' | 'choose'> | null;
  /** Gets 0..1, or null. */
  showProgress: (fraction: number | null) => void;
}

export function linkPages({
  ipcMain,
  newChannel,
  backend,
  home,
  chooseFile,
  updates,
  showProgress,
}: LinkParts) {
  ipcMain.on(ipc.connect, async (event) => {
    if (!isOwnPage(event)) return;
    const ready = await backend();
    // It may have been closed or reloaded while it waited; a reloaded page asks again.
    if (event.sender.isDestroyed()) return;
    if (home.holder !== null) return tellHolder(event.sender, home.holder);
    if (!ready) return tellPage(event.sender, 'backendFailed');
    const { port1, port2 } = newChannel();
    ready.take(port1);
    event.sender.postMessage(ipc.port, null, [port2]);
  });
  ipcMain.on(ipc.choose, (event, wanted: unknown) => {
    const choice = homeChoices.find((one) => one === wanted);
    if (isOwnPage(event) && choice !== undefined) home.choose(choice);
  });
  ipcMain.on(ipc.progress, (event, fraction: unknown) => {
    if (isOwnPage(event) && isFraction(fraction)) showProgress(fraction);
  });
  ipcMain.handle(ipc.chooseFile, (event) => (isOwnPage(event) ? chooseFile() : null));
  ipcMain.handle(ipc.updates, (event) => (isOwnPage(event) ? (updates?.state ?? null) : null));
  ipcMain.on(ipc.chooseUpdates, (event, wanted: unknown) => {
    const choice = updateChoices.find((one) => one === wanted);
    if (isOwnPage(event) && choice !== undefined) void updates?.choose(choice);
  });
}

export function tellPage(page: Pick<WebContents, 'send'>, what: 'backendStopped' | 'backendFailed') {
  page.send(ipc.backend, what);
}

export function tellHolder(page: Pick<WebContents, 'send'>, holder: HomeHolder) {
  page.send(ipc.held, holder);
}

function isFraction(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value >= 0 && value <= 1);
}

function isOwnPage({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent) {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.url.startsWith(`${origin}/`);
}
