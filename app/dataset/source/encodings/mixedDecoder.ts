// Decodes a text of which some lines are UTF-8 and the others in one other encoding: each line by itself, as bytes of a line feed are no part
// of a character in any of them. Counts and locates the lines of the rarer one.
import { isUtf8 } from 'node:buffer';
import type { Issue } from '../../../contract/issues/issues.ts';
import { encodingName } from '../../../contract/table/encodingName.ts';
import type { Encoding } from '../../../contract/table/reading.ts';
import { finding } from '../../issues/dataIssue.ts';
import { type Decoded, decoderOf } from './decoder.ts';

const newline = 0x0a;
/** Lines that are named. */
const mostLines = 10;

/** The lines that are in another encoding than most lines with bytes beyond ASCII. */
export interface Mixture {
  encoding: Encoding;
  count: number;
  /** The first of them, 1-based. */
  lines: number[];
}

export class MixedDecoder {
  private readonly encoding: Encoding;
  private readonly utf8: Mixture = { encoding: 'utf-8', count: 0, lines: [] };
  private readonly others: Mixture;
  private rest = Buffer.alloc(0);
  private line = 0;

  /** Lines that are not UTF-8 are in `encoding`. */
  constructor(encoding: Encoding) {
    this.encoding = encoding;
    this.others = { encoding, count: 0, lines: [] };
  }

  readonly decode = (raw: Buffer, last: boolean): Decoded => {
    const bytes = this.rest.length === 0 ? raw : Buffer.concat([this.rest, raw]);
    const cut = last ? bytes.length : bytes.lastIndexOf(newline) + 1;
    this.rest = Buffer.from(bytes.subarray(cut));
    const lines: Buffer[] = [];
    const bad: number[] = [];
    let length = 0;
    for (let from = 0; from < cut; ) {
      const end = bytes.indexOf(newline, from);
      const line = bytes.subarray(from, end === -1 ? cut : Math.min(end + 1, cut));
      const decoded = this.decodeLine(line);
      for (const offset of decoded.bad) bad.push(length + offset);
      lines.push(decoded.utf8);
      length += decoded.utf8.length;
      from += line.length;
    }
    return { utf8: Buffer.concat(lines, length), bad };
  };

  private decodeLine(line: Buffer): Decoded {
    this.line++;
    if (!isUtf8(line)) {
      count(this.others, this.line);
      return decoderOf(this.encoding, line)(line, true);
    }
    if (line.some((byte) => byte >= 0x80)) count(this.utf8, this.line);
    return { utf8: line, bad: [] };
  }

  /** Null where all lines are in one encoding. */
  result(): Mixture | null {
    const [rarer] = [this.others, this.utf8].sort((a, b) => a.count - b.count);
    return rarer!.count === 0 ? null : rarer!;
  }
}

function count(mixture: Mixture, line: number): void {
  mixture.count++;
  if (mixture.lines.length < mostLines) mixture.lines.push(line);
}

/** @param most the encoding of the other lines. */
export function mixtureIssue({ encoding, count, lines: first }: Mixture, most: Encoding): Issue {
  const lines = `${first.join(', ')}${count > first.length ? ', …' : ''}`;
  const [name, mostName] = [encodingName(encoding), encodingName(most)];
  const message =
    count === 1
      ? `Line ${lines} is in ${name}, the others are in ${mostName}; each line is read in its own encoding.`
      : `${count} lines (${lines}) are in ${name}, the others are in ${mostName}; each line is read in its own encoding.`;
  return finding('encodings_mixed', 'warning', message, { count, lines, encoding, other: most });
}
