// KaTeX with its style and fonts: a file of its own, fetched with the first formula. It draws with elements rather than with
// text that is parsed, so the page's policy need not allow more than it does, and puts MathML beside them for screen readers.

import 'katex/dist/katex.min.css';
import katex from 'katex';

/** @param written whether a person wrote it, in a lesson: invalid TeX is then drawn as its text. In a formula of the program's own it
 *  throws, since that would be a bug. Names of columns in them may contain any letter; of
 *  the HTML commands only a class is allowed. */
export function typeset(tex: string, element: HTMLElement, display: boolean, written = false): void {
  katex.render(tex, element, {
    displayMode: display,
    output: 'htmlAndMathml',
    throwOnError: !written,
    // A rule or a space of a lesson's formula cannot cover the page.
    ...(written ? { maxSize: 30 } : {}),
    errorColor: 'var(--danger-text)',
    strict: false,
    trust: ({ command }) => command === '\\htmlClass',
  });
}
