// Words beside a name that runs from right to left, and whether they stand in the order in which they are read. Without isolation
// such a name pulls numbers and punctuation beside it to its other side.
import type { Page } from '@playwright/test';

/** Pairs of Latin words or numbers outside of the names, of one line, of which the second stands left of the first. */
export function misplaced(page: Page, names: readonly string[]): Promise<string[]> {
  return page.evaluate(
    (turned) => {
      interface Word {
        text: string;
        box: DOMRect;
      }
      const range = document.createRange();
      const boxOf = (node: Text, from: number, to: number): DOMRect => {
        range.setStart(node, from);
        range.setEnd(node, to);
        return range.getBoundingClientRect();
      };
      /** The words of one text without those of the names. */
      const wordsOf = (node: Text): Word[] => {
        const said = turned.reduce((text, name) => text.replaceAll(name, ' '.repeat(name.length)), node.data);
        return [...said.matchAll(/[A-Za-z0-9]+/g)]
          .map(({ 0: text, index }) => ({ text, box: boxOf(node, index, index + text.length) }))
          .filter(({ box }) => box.width > 0);
      };
      /** All texts that are laid out as one paragraph. */
      const paragraphOf = (node: Node): Element | null => {
        let at = node.parentElement;
        while (at && getComputedStyle(at).display === 'inline') at = at.parentElement;
        return at;
      };
      const paragraphs = new Map<Element, Word[]>();
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const paragraph = paragraphOf(node);
        if (paragraph)
          paragraphs.set(paragraph, [...(paragraphs.get(paragraph) ?? []), ...wordsOf(node as Text)]);
      }
      const wrong: string[] = [];
      for (const words of paragraphs.values()) {
        for (const [k, { text, box }] of words.entries()) {
          const before = words[k - 1];
          const sameLine = before && Math.abs(before.box.top - box.top) < box.height / 2;
          if (sameLine && box.left < before.box.right - 1) wrong.push(`${before.text} ${text}`);
        }
      }
      return wrong;
    },
    [...names],
  );
}
