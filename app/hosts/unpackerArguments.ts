// The command line of the process that unpacks one file: the request as JSON, and a limit for its JavaScript.
import type { UnpackRequest } from '../dataset/source/unpacker/unpackerPort.ts';

export function unpackerArguments(request: UnpackRequest): { args: string[]; execArgv: string[] } {
  const mebibytes = Math.ceil(request.limits.memory / 2 ** 20);
  return { args: [JSON.stringify(request)], execArgv: [`--max-old-space-size=${mebibytes}`] };
}

/** In that process. */
export function requestOf(argv: readonly string[]): UnpackRequest {
  return JSON.parse(argv.at(-1) ?? '');
}
