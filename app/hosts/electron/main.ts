// The desktop window's main process: hands Electron to the desktop host. Everything before the first await happens
// before Electron is ready.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  utilityProcess,
} from 'electron/main';
import { homeFolder } from '../../storage/home.ts';
import { Desktop, fileArgument } from './desktop.ts';
import type { UpdaterModule } from './updates.ts';

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const home = homeFolder();

app.setName('Chainrule');
// One window per home folder; the browser's cache is stored in that folder.
app.setPath('userData', join(home, 'window'));
app.commandLine.appendSwitch('disable-background-networking');

const desktop = new Desktop(
  { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, session, utilityProcess },
  {
    page: beside('../../../renderer'),
    preload: beside('./preload.cjs'),
    backend: beside('./backend.js'),
    unpacker: beside('../unpacker.js'),
    scriptRunner: beside('../scripts/scriptRunner.js'),
    home,
    updateSwitch: join(home, 'window', 'updates'),
  },
  {
    // A shipped program has them only for somebody who asks.
    developerTools: !app.isPackaged || process.env.CHAINRULE_DEVTOOLS === '1',
    // The packager writes where the releases are, or nothing.
    loadUpdater:
      app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml')) ? loadUpdater : null,
  },
);
// Not awaited: Electron becomes ready only after this module has run.
desktop.start(fileArgument(process.argv, process.cwd())).catch((error: Error) => {
  dialog.showErrorBox('Chainrule', error.message);
  app.exit(1);
});

async function loadUpdater(): Promise<UpdaterModule> {
  const { default: updater } = await import('electron-updater');
  return updater;
}
