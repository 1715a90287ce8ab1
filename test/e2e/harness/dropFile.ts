// Drops files from disk on the page, as the system would: the page gets a File behind which each real file lies.
import type { Page } from '@playwright/test';

interface Point {
  x: number;
  y: number;
}

/** Paths must be absolute; the files fall on the middle of the window. */
export async function dropFile(page: Page, ...paths: string[]): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 };
  await dropAt(page, { x: width / 2, y: height / 2 }, paths);
}

/** `over` is called while the files are dragged over that point. */
export async function dropAt(
  page: Page,
  { x, y }: Point,
  paths: string[],
  over: () => Promise<void> = async () => {},
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x, y, data });
  await send('dragEnter');
  await send('dragOver');
  await over();
  await send('drop');
  await session.detach();
}
