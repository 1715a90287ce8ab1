// Counts and locates errors of decoding: bytes that are invalid in the encoding (replaced by U+FFFD) and NULs (left out).

import type { Issue } from '../../../contract/issues/issues.ts';
import { encodingName } from '../../../contract/table/encodingName.ts';
import { type Encoding, type Problem, problemsListed } from '../../../contract/table/reading.ts';
import { finding } from '../../issues/dataIssue.ts';

const lf = 0x0a;
const cr = 0x0d;
const textLength = 200;

export class DecodingErrors {
  /** Number of invalid byte sequences, and of lines that have some. */
  count = 0;
  lines = 0;
  nuls = 0;
  private firstNul = 0;
  /** The first lines: number, count of such sequences, text. */
  private readonly listed: { line: number; count: number; text: string }[] = [];
  private lastLine = 0;
  /** Line number at the beginning of a piece. */
  private line = 1;
  private afterCr = false;

  /** Adds the next piece: `offsets` are those of each U+FFFD that replaces invalid bytes, ascending. */
  add(utf8: Buffer, offsets: readonly number[]): void {
    let from = 0;
    for (const offset of offsets) {
      this.countLines(utf8, from, offset);
      from = offset;
      this.take(utf8, offset);
    }
    const nul = this.firstNul === 0 ? utf8.indexOf(0) : -1;
    if (nul >= from) {
      this.countLines(utf8, from, nul);
      from = nul;
      this.firstNul = this.line;
    } else if (nul !== -1) this.firstNul = this.line;
    this.countLines(utf8, from, utf8.length);
  }

  private take(utf8: Buffer, offset: number): void {
    this.count++;
    const known = this.listed.at(-1);
    if (this.lastLine === this.line) {
      if (known?.line === this.line) known.count++;
      return;
    }
    this.lastLine = this.line;
    this.lines++;
    if (this.listed.length < problemsListed) {
      this.listed.push({ line: this.line, count: 1, text: lineAround(utf8, offset) });
    }
  }

  private countLines(bytes: Buffer, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      if (byte === lf ? !this.afterCr : byte === cr) this.line++;
      this.afterCr = byte === cr;
    }
  }

  problems(encoding: Encoding): Problem[] {
    return this.listed.map(({ line, count, text }) => {
      const what = count === 1 ? 'bytes that are' : `${count} places that are`;
      const reason = `Line ${line} holds ${what} no text in ${encodingName(encoding)}, shown as \ufffd.`;
      return { line, kind: 'bytes', text, reason, values: { count, encoding } };
    });
  }

  issues(encoding: Encoding): Issue[] {
    const issues: Issue[] = [];
    const { count, nuls } = this;
    const first = this.listed[0]?.line ?? 0;
    if (count > 0) {
      const what = count === 1 ? '1 place holds bytes' : `${count} places hold bytes`;
      const message = `${what} that are not text in ${encodingName(encoding)} (the first on line ${first}); \ufffd stands for them.`;
      issues.push(finding('bytes_undecodable', 'warning', message, { count, first, encoding }));
    }
    if (nuls > 0) {
      const bytes = nuls === 1 ? '1 NUL byte was' : `${nuls} NUL bytes were`;
      const message = `${bytes} left out (the first on line ${this.firstNul}).`;
      issues.push(finding('nul_bytes', 'warning', message, { count: nuls, first: this.firstNul }));
    }
    return issues;
  }
}

function lineAround(utf8: Buffer, offset: number): string {
  const start = Math.max(utf8.lastIndexOf(lf, offset), utf8.lastIndexOf(cr, offset)) + 1;
  const ends = [utf8.indexOf(lf, offset), utf8.indexOf(cr, offset)].filter((end) => end !== -1);
  const text = utf8.toString('utf8', start, Math.min(...ends, utf8.length, start + 4 * textLength));
  return Array.from(text.replaceAll('\0', '')).slice(0, textLength).join('');
}
