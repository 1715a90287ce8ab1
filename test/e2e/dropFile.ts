// Drops a file from disk on the page, as the system would: the page gets a File behind which the real file lies.
import type { Page } from '@playwright/test';

/** `path` must be absolute; the file falls on the middle of the window. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
  await session.detach();
}
