// Before every unit test: typed arrays with the same bytes are equal. Vitest alone goes through them number by number, which took
// two thirds of the time of tests over large tables. Other bytes are left to it: -0 is not 0, but one NaN is as good as another.
import { expect } from 'vitest';

expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return undefined;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return undefined;
    return bytesOf(a).equals(bytesOf(b)) ? true : undefined;
  },
]);

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);
