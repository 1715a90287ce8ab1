// A line of a lesson's text: Markdown's inline nodes become small trees of our own, so that nothing of a file becomes HTML. `$` around code is a
// formula, `{{expression}}` a live number, `[[term]]` an entry of the glossary.
import type { PhrasingContent } from 'mdast';
import type { Inline } from '../../contract/lesson/lesson.ts';
import { liveNumbersIn } from '../../contract/lesson/liveNumbers.ts';
import type { TextContext } from './textContext.ts';

/** @param line the line of the file on which the nodes' first line stands */
export function inlineOf(nodes: readonly PhrasingContent[], line: number, context: TextContext): Inline[] {
  const read = new Reader(line, context);
  for (const [index, node] of nodes.entries()) read.take(node, nodes[index + 1]);
  return strongAcross(read.end(), line, context);
}

class Reader {
  #parts: Inline[] = [];
  /** Text that may go on. */
  #text = '';
  #textLine: number;
  /** Whether the `$` that ends a formula is still to come, as the first character of the next text. */
  #closes = false;
  readonly #line: number;
  readonly #context: TextContext;

  constructor(line: number, context: TextContext) {
    this.#line = line;
    this.#textLine = line;
    this.#context = context;
  }

  take(node: PhrasingContent, next: PhrasingContent | undefined): void {
    const line = this.#line + (node.position?.start.line ?? 1) - 1;
    switch (node.type) {
      case 'text':
        this.#takeText(node.value, line);
        return;
      case 'break':
        this.#takeText(' ', line);
        return;
      case 'inlineCode':
        this.#takeCode(node.value, line, next);
        return;
      case 'strong':
      case 'emphasis':
        this.#endText();
        this.#parts.push({ kind: node.type, parts: inlineOf(node.children, this.#line, this.#context) });
        return;
      default:
        this.#context.refuse(line, nameOf(node.type));
    }
  }

  end(): Inline[] {
    this.#endText();
    return this.#parts;
  }

  #takeText(value: string, line: number) {
    const text = this.#closes ? value.slice(1) : value;
    this.#closes = false;
    if (this.#text === '') this.#textLine = line;
    this.#text += text;
  }

  #takeCode(code: string, line: number, next: PhrasingContent | undefined) {
    const isFormula = this.#text.endsWith('$') && next?.type === 'text' && next.value.startsWith('$');
    if (isFormula) this.#text = this.#text.slice(0, -1);
    this.#endText();
    this.#closes = isFormula;
    if (!isFormula) this.#parts.push({ kind: 'code', text: code });
    else {
      this.#context.takeFormula(code, line);
      this.#parts.push({ kind: 'math', tex: code });
    }
  }

  #endText() {
    this.#parts.push(...partsOfText(this.#text, this.#textLine, this.#context));
    this.#text = '';
  }
}

function nameOf(type: string): string {
  return type === 'html'
    ? 'HTML'
    : type === 'link' || type === 'linkReference'
      ? 'a link'
      : `a Markdown ${type}`;
}

/** Text with its live numbers and terms. */
function partsOfText(text: string, firstLine: number, context: TextContext): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  const lineAt = (index: number) => firstLine + (text.slice(0, index).match(/\n/g)?.length ?? 0);
  const plain = (to: number) => {
    const piece = text.slice(from, to);
    const stray = /\{\{|\}\}|\[\[|\]\]/.exec(piece)?.[0];
    if (stray !== undefined) context.stray(lineAt(from), stray);
    // A number and its percent sign stay on one line.
    if (piece !== '')
      parts.push({ kind: 'text', text: piece.replace(/\s*\n\s*/g, ' ').replace(/ %/g, '\u00a0%') });
  };
  const terms = [...text.matchAll(/\[\[([^[\]]+)\]\]/g)].map((found) => ({
    from: found.index,
    to: found.index + found[0].length,
    inside: found[1]!,
  }));
  for (const found of [...liveNumbersIn(text), ...terms].toSorted((a, b) => a.from - b.from)) {
    plain(found.from);
    const line = lineAt(found.from);
    if ('inside' in found) parts.push(termOf(found.inside, line, context));
    else {
      const { expression, digits } = found;
      context.takeNumber(expression, digits, line);
      parts.push({ kind: 'value', expression, digits });
    }
    from = found.to;
  }
  plain(text.length);
  return parts;
}

/** `learning rate`, or `learning rate|rate` where another word is shown. */
function termOf(inside: string, line: number, context: TextContext): Inline {
  const bar = inside.indexOf('|');
  const name = (bar === -1 ? inside : inside.slice(0, bar)).replace(/\s+/g, ' ').trim();
  const { term, shown } = context.term(name, line);
  return { kind: 'term', term, text: bar === -1 ? shown : inside.slice(bar + 1).trim() };
}

/** Markdown closes `**` only before a space or a sign, unless a letter stands in front of it: `**loss (L)**은` stays as it is. Korean needs this,
 *  so that what is left is paired here. */
function strongAcross(parts: readonly Inline[], line: number, context: TextContext): Inline[] {
  const marks = parts.reduce(
    (sum, part) => sum + (part.kind === 'text' ? part.text.split('**').length - 1 : 0),
    0,
  );
  if (marks === 0) return [...parts];
  if (marks % 2 === 1) context.stray(line, '**');
  const whole: Inline[] = [];
  let inside: Inline[] | null = null;
  for (const part of parts) {
    const pieces = part.kind === 'text' ? part.text.split('**') : null;
    if (pieces === null) (inside ?? whole).push(part);
    for (const [index, text] of pieces?.entries() ?? []) {
      if (index > 0 && inside === null) inside = [];
      else if (index > 0 && inside !== null) {
        whole.push({ kind: 'strong', parts: inside });
        inside = null;
      }
      if (text !== '') (inside ?? whole).push({ kind: 'text', text });
    }
  }
  return inside === null ? whole : [...whole, ...inside];
}
