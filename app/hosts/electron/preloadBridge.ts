// What the preload script offers to the page, with the small part of Electron that it needs: eleven functions, without access to
// other messages or modules.
import type { ContextBridge, IpcRenderer, WebUtils } from 'electron';
import { type DesktopBridge, portMessage } from '../../contract/connection.ts';
import { ipc } from './ipcChannels.ts';

export interface PreloadElectron {
  contextBridge: Pick<ContextBridge, 'exposeInMainWorld'>;
  ipcRenderer: Pick<IpcRenderer, 'on' | 'send' | 'invoke'>;
  webUtils: Pick<WebUtils, 'getPathForFile'>;
}

/** The window that preload script and page share. */
export interface SharedWindow {
  postMessage(message: unknown, targetOrigin: string, transfer: unknown[]): void;
}

export function exposeBridge({ contextBridge, ipcRenderer, webUtils }: PreloadElectron, page: SharedWindow) {
  // A port cannot pass the context bridge, but a window message can transfer it.
  ipcRenderer.on(ipc.port, (event) => page.postMessage(portMessage, '/', [...event.ports]));
  const bridge: DesktopBridge = {
    connect: () => ipcRenderer.send(ipc.connect),
    onBackend: (listener) => void ipcRenderer.on(ipc.backend, (_event, what) => listener(what)),
    onHeld: (listener) => void ipcRenderer.on(ipc.held, (_event, holder) => listener(holder)),
    choose: (choice) => ipcRenderer.send(ipc.choose, choice),
    pathOf: (file) => webUtils.getPathForFile(file),
    chooseFile: () => ipcRenderer.invoke(ipc.chooseFile),
    showProgress: (fraction) => ipcRenderer.send(ipc.progress, fraction),
    updates: () => ipcRenderer.invoke(ipc.updates),
    onUpdates: (listener) => void ipcRenderer.on(ipc.updateState, (_event, state) => listener(state)),
    chooseUpdates: (choice) => ipcRenderer.send(ipc.chooseUpdates, choice),
    onOpenFile: (listener) => void ipcRenderer.on(ipc.openFile, (_event, path) => listener(path)),
  };
  contextBridge.exposeInMainWorld('chainrule', bridge);
}
