// The checker and the shape inference of ONNX's own Python package (Debian: python3-onnx), where it is there.
import { spawnSync } from 'node:child_process';

const python = '/usr/bin/python3';

/** Reads files one after the other, each behind its length. */
const program = `
import onnx, struct, sys
while len(head := sys.stdin.buffer.read(4)) == 4:
    model = onnx.load_model_from_string(sys.stdin.buffer.read(struct.unpack('<I', head)[0]))
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    same = len(inferred.graph.value_info) == len(model.graph.value_info)
    print(model.ir_version, [(o.domain, o.version) for o in model.opset_import], same)
`;

export const onnxInPython = spawnSync(python, ['-c', 'import onnx'], { stdio: 'ignore' }).status === 0;

/** What it says of each file's versions, and whether the types and shapes of all steps are in the file. Throws its complaint. */
export function checkedByOnnx(files: readonly Uint8Array[]): string[] {
  const input = Buffer.concat(files.flatMap((file) => [lengthOf(file), file]));
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], { input });
  if (status !== 0) throw new Error(String(stderr));
  return String(stdout).trim().split('\n');
}

function lengthOf({ length }: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
}
