// The encoding that the first bytes of a text show by themselves: by a byte-order mark, or by the NULs of UTF-16 without one.
import type { Encoding } from '../../../contract/table/reading.ts';

/** null where they show no encoding. */
export function markOf(head: Buffer): Extract<Encoding, `utf-${string}` | 'gb18030'> | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-sig';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16';
  if (head.subarray(0, 4).equals(gb18030Mark)) return 'gb18030';
  // In UTF-16, each character of Latin-1 has a NUL byte beside it: delimiters, digits, line ends.
  const even = nulShare(head, 0);
  const odd = nulShare(head, 1);
  if (odd > 0.05 && odd > 4 * even && readsAsText(head)) return 'utf-16le';
  if (
    even > 0.05 &&
    even > 4 * odd &&
    readsAsText(
      Buffer.from(head)
        .subarray(0, head.length & ~1)
        .swap16(),
    )
  )
    return 'utf-16be';
  return null;
}

const gb18030Mark = Buffer.from([0x84, 0x31, 0x95, 0x33]);

/** Whether it has lines, no control characters but tab, and hardly any invalid units. */
function readsAsText(littleEndian: Buffer): boolean {
  const text = littleEndian.toString('utf16le', 0, littleEndian.length & ~3);
  const broken = text.match(/\p{Cn}|\p{Surrogate}/gu)?.length ?? 0;
  return broken <= 1 + text.length / 200 && !/[^\P{Cc}\t\n\v\f\r]/u.test(text) && /[\r\n]/.test(text);
}

function nulShare(head: Buffer, parity: 0 | 1): number {
  let nuls = 0;
  for (let i = parity; i < head.length; i += 2) if (head[i] === 0) nuls++;
  return (2 * nuls) / Math.max(head.length, 1);
}
