// A buffer: bytes are appended at its end and dropped at its beginning. It copies them, because the caller may reuse its own array. Bytes
// can be read one by one or four at a time.

export class SlidingBuffer {
  /** What was appended last and what was kept before it. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The same in fours, more at its end. */
  words = new Int32Array(0);
  private store = this.bytes;

  /** Drops what is before `keptFrom` and appends `piece`. */
  append(piece: Uint8Array, keptFrom: number): Uint8Array {
    const rest = this.bytes.length - keptFrom;
    const length = rest + piece.length;
    if (length > this.store.length) {
      // A multiple of four, for `words`; twice as much for a record that goes over many pieces.
      const size = rest > piece.length ? 2 * length : length;
      const store = new Uint8Array((size + 3) & ~3);
      store.set(this.bytes.subarray(keptFrom));
      this.store = store;
      this.words = new Int32Array(store.buffer);
    } else {
      this.store.copyWithin(0, keptFrom, this.bytes.length);
    }
    this.store.set(piece, rest);
    this.bytes = this.store.subarray(0, length);
    return this.bytes;
  }
}
