// A Python program among the exported files, which checks itself on the golden rows.
import type { FormatProgram } from '../format.ts';

/** @param library that it imports. @param file its name among the files. */
export function pythonProgram(library: string, file: string): FormatProgram {
  const each = (...rest: string[]) =>
    ['python3', 'python'].map((python): [string, ...string[]] => [python, ...rest]);
  return {
    name: `python3 with ${library}`,
    steps: () => [each('-c', `import ${library}`), each(file, '--check')],
  };
}
