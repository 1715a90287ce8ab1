// The numbers of a file that an insight call answers with.
export async function floats(file: File): Promise<Float32Array> {
  return new Float32Array(await file.arrayBuffer());
}
