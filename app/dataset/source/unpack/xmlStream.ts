// Parses XML from an archive as a stream, element by element; names are without namespace prefix.
import { Parser } from 'saxen';

/** Longest single piece of XML, in bytes: a cell has at most 32,767 characters, each of which may be an entity. The parser reads
 *  a piece from its beginning each time more of it comes. */
const longest = 2 ** 20;

export interface XmlEvents {
  /** `attribute` returns the attribute with this local name, or undefined. */
  open?(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Parses pieces as they arrive; an error thrown by `events` stops it. Throws a SyntaxError for invalid XML. */
export async function readXml(pieces: AsyncIterable<Uint8Array>, events: XmlEvents): Promise<void> {
  const parser = new Parser();
  let waiting = 0;
  parser.on('error', (error) => {
    throw new SyntaxError(error.message);
  });
  parser.on('openTag', (name, attributes, decode) => {
    waiting = 0;
    events.open?.(local(name), (wanted) => {
      const known = attributes();
      if (known === false) return undefined;
      const key = wanted in known ? wanted : Object.keys(known).find((own) => local(own) === wanted);
      return key === undefined ? undefined : decode(known[key]!);
    });
  });
  parser.on('closeTag', (name) => {
    waiting = 0;
    events.close?.(local(name));
  });
  parser.on('text', (text, decode) => events.text?.(decode(text)));
  parser.on('cdata', (text) => events.text?.(text));
  const decoder = new TextDecoder('utf-8');
  for await (const piece of pieces) {
    waiting += piece.length;
    if (waiting > longest) throw new SyntaxError('an element without an end');
    parser.write(decoder.decode(piece, { stream: true }));
  }
  parser.write(decoder.decode());
  parser.end();
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
