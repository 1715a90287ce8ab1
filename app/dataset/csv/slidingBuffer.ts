// A buffer: bytes are appended at its end and dropped at its beginning. It copies them, because the caller may reuse its array.
// Bytes can be read one by one or four at a time.

export class SlidingBuffer {
  /** The bytes kept from before, then those appended last. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The same bytes as 32-bit words, with unused room at the end. */
  words = new Int32Array(0);
  private store = this.bytes;

  /** Drops the bytes before `keptFrom` and appends `piece`. */
  append(piece: Uint8Array, keptFrom: number): Uint8Array {
    const rest = this.bytes.length - keptFrom;
    const length = rest + piece.length;
    if (length > this.store.length) {
      // A multiple of four, for `words`; doubled for a record that spans many pieces.
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
