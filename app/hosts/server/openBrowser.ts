// Opens the system's browser where there is a screen to open it on. Whether it worked is not known: the link has
// been printed in any case.
import open from 'open';

export async function openBrowser(link: string): Promise<void> {
  if (!hasScreen()) return;
  try {
    const opener = await open(link);
    // No browser: the link stands on the terminal.
    opener.once('error', () => {});
  } catch {
    // No browser: the link stands on the terminal.
  }
}

function hasScreen() {
  if (process.platform !== 'linux') return true;
  const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = process.env;
  return Boolean(DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME);
}
