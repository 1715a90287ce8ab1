// The native menu. The system names its own commands; the other names are here, because the page's messages are not available before
// there is a page.
import type { MenuItemConstructorOptions } from 'electron';

const labels = {
  en: { file: 'File', open: 'Open Table…', edit: 'Edit', view: 'View', window: 'Window' },
  ko: { file: '파일', open: '표 열기…', edit: '편집', view: '보기', window: '창' },
};

export function menuTemplate(
  locale: string,
  platform: NodeJS.Platform,
  openTable: () => void,
  developerTools: boolean,
): MenuItemConstructorOptions[] {
  const label = locale.startsWith('ko') ? labels.ko : labels.en;
  const mac = platform === 'darwin';
  const separator = { type: 'separator' } as const;
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: label.file,
      submenu: [
        { label: label.open, accelerator: 'CmdOrCtrl+O', click: openTable },
        separator,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { label: label.edit, role: 'editMenu' },
    {
      label: label.view,
      submenu: [
        { role: 'reload' },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(developerTools ? [{ role: 'toggleDevTools' as const }] : []),
      ],
    },
    { label: label.window, role: 'windowMenu' },
  ];
}
