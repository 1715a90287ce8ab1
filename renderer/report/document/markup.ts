// HTML and SVG as text that is escaped where it is made: a tag takes texts, which are escaped, and markup, which is not. Nothing else
// makes markup, so that no name of a file, column or class can become a tag or an attribute.

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `false` and null are left out. */
type Child = string | Markup | null | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Control characters and half pairs, which HTML does not allow, not even as numbers. */
const forbidden = /[^\P{Cc}\t\n\r]|[\ufdd0-\ufdef\ufffe\uffff]|\p{Surrogate}/gu;

function escaped(text: string): string {
  return text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const empty = new Set(['meta', 'br', 'hr', 'path', 'line', 'circle', 'rect']);

/** @param name and names of attributes: from the code, never from data. An attribute that is `true` has no value; one that is null,
 *  undefined or `false` is left out. */
export function tag(name: string, attributes: Attributes = {}, ...children: Child[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escaped(String(value))}"`))
    .join('');
  if (empty.has(name)) return new Markup(`<${name}${written}${isDrawn(name) ? '/' : ''}>`);
  return new Markup(`<${name}${written}>${joined(children).text}</${name}>`);
}

function isDrawn(name: string): boolean {
  return !['meta', 'br', 'hr'].includes(name);
}

export function joined(children: readonly Child[], between = ''): Markup {
  const texts = children.flatMap((child) => {
    if (child === null || child === false) return [];
    return [typeof child === 'string' ? escaped(child) : child.text];
  });
  return new Markup(texts.join(between));
}

/** A style sheet of ours. */
export function styleSheet(css: string): Markup {
  return new Markup(`<style>${css}</style>`);
}

/** A position or size in a drawing, in a hundredth of a pixel. */
export function at(value: number): number {
  return Math.round(value * 100) / 100;
}
