// Chooses the transport: the desktop window has a preload script, a browser has none.

import type { DesktopBridge } from '../../app/contract/connection.ts';
import { connectBrowser } from './browser.ts';
import type { Connection } from './connection.ts';
import { connectDesktop } from './desktop.ts';

declare global {
  interface Window {
    readonly chainrule?: DesktopBridge;
  }
}

/** Call once per page. */
export function connect(): Connection {
  return window.chainrule ? connectDesktop(window.chainrule) : connectBrowser();
}
