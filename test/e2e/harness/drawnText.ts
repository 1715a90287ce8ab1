// The words within the drawings of the page: which of them lie over each other, and which are cut off by the edge of their drawing.

import type { Page } from '@playwright/test';

/** One line for each pair that overlaps and each text that is cut; empty where everything can be read. */
export function unreadableText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Pixels by which the boxes of letters may touch: they hold room above and below the letters. */
    const slack = 2;
    const faults: string[] = [];
    for (const svg of document.querySelectorAll('main svg')) {
      const frame = svg.getBoundingClientRect();
      if (frame.width === 0) continue;
      const clipped = getComputedStyle(svg).overflow !== 'visible';
      const texts = [...svg.querySelectorAll('text')].map((text) => ({
        words: [...text.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => node.textContent)
          .join(''),
        box: text.getBoundingClientRect(),
      }));
      for (const [k, { words, box }] of texts.entries()) {
        const cut =
          box.left < frame.left - slack ||
          box.right > frame.right + slack ||
          box.top < frame.top - slack ||
          box.bottom > frame.bottom + slack;
        if (clipped && cut)
          faults.push(
            `"${words}" is cut off (${[box.left - frame.left, frame.right - box.right, box.top - frame.top, frame.bottom - box.bottom].map(Math.round).join(' ')})`,
          );
        for (const { words: others, box: other } of texts.slice(k + 1)) {
          const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
          const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
          if (wide > slack && high > slack) faults.push(`"${words}" lies over "${others}"`);
        }
      }
    }
    return faults;
  });
}
