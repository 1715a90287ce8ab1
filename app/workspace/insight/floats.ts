// Arrays of numbers as the contract sends them: raw bytes, little endian on every machine.

/** float32 or float64, like the array. */
export function numbersFile(values: Float32Array | Float64Array): File {
  const size = values.BYTES_PER_ELEMENT;
  const bytes = new ArrayBuffer(values.length * size);
  const view = new DataView(bytes);
  for (let k = 0; k < values.length; k++) {
    if (size === 4) view.setFloat32(k * 4, values[k]!, true);
    else view.setFloat64(k * 8, values[k]!, true);
  }
  return new File([new Uint8Array(bytes)], size === 4 ? 'numbers.f32' : 'numbers.f64', {
    type: 'application/octet-stream',
  });
}
