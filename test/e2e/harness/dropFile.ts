// Drops files from disk on the page, as the system would: the page gets a File behind which each real file lies.
import type { Page } from '@playwright/test';

/** Paths must be absolute; the files fall on the middle of the window. */
export async function dropFile(page: Page, ...paths: string[]): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
  await session.detach();
}
