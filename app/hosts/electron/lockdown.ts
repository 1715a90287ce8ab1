// What the window's page must not do, whatever its content: leave its origin, open windows, embed others, use devices, or send
// requests to any machine (Electron's security checklist, points 5 and 12 to 17).
import type { App, Session, WebContents } from 'electron';
import { origin } from './appScheme.ts';

type LockedContents = Pick<WebContents, 'setWindowOpenHandler'> & {
  on(event: string, listener: (event: Prevented, url?: string) => void): unknown;
};
interface Prevented {
  preventDefault(): void;
  url?: string;
}

export type LockedApp = Pick<App, 'on'>;
export type LockedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
> & {
  setSpellCheckerEnabled(enabled: boolean): void;
  on(event: 'will-download', listener: (event: Prevented, item: { getURL(): string }) => void): unknown;
  webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>;
};

/** Applies to all future pages; call it before the first window. */
export function lockApp(app: LockedApp) {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

export function lockContents(contents: LockedContents) {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'])
    contents.on(event, (navigation, url) => {
      if (!isOwn(navigation.url ?? url ?? '')) navigation.preventDefault();
    });
  contents.on('will-attach-webview', (attachment) => attachment.preventDefault());
}

export function lockSession(session: LockedSession) {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(harmless(permission)));
  session.setPermissionCheckHandler((_contents, permission) => harmless(permission));
  session.setDevicePermissionHandler(() => false);
  // The spell checker would download its dictionaries.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${origin}/`)) event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !stays(details.url) }));
}

/** Copying selected text to the clipboard. */
function harmless(permission: string) {
  return permission === 'clipboard-sanitized-write';
}

function isOwn(url: string) {
  return url === origin || url.startsWith(`${origin}/`);
}

function stays(url: string) {
  return isOwn(url) || /^(blob|data|devtools):/.test(url);
}
