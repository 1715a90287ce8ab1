// A Python program made of the pieces in programs/: each is a file that Python reads, and a program is one file with all that it needs.
// The main piece says where the others come, in a line `# <pieces>`; imports of all of them come first.
// biome-ignore lint/style/noRestrictedImports: the pieces are a part of the app, as its code is, and nobody's data
import { readFileSync } from 'node:fs';

export type Piece =
  | 'cells'
  | 'table'
  | 'preparation'
  | 'meaning'
  | 'checking'
  | 'command'
  | 'npzFile'
  | 'safetensorsFile'
  | 'torchNetwork'
  | 'randomNumbers'
  | 'trainingRows'
  | 'losses'
  | 'optimizers'
  | 'schedules'
  | 'epochs'
  | 'runFolder';
type Main = 'predict' | 'model' | 'keras_model' | 'train';

/** @param constants values of the main piece's constants by name, texts: they replace the lines `NAME = ...` */
export function pythonProgram(
  main: Main,
  pieces: readonly Piece[],
  constants: Record<string, string>,
): Uint8Array {
  const { head, imports, body } = parted(main);
  const others = pieces.map(parted);
  const all = [...new Set([...imports, ...others.flatMap((piece) => piece.imports)])];
  const inserted = others.map((piece) => `${piece.head}\n${piece.body}`).join('\n\n\n');
  let text = body.replace('# <pieces>', () => inserted);
  for (const [name, value] of Object.entries(constants))
    text = text.replace(new RegExp(`^${name} = .*$`, 'm'), () => `${name} = ${pythonText(value)}`);
  return new TextEncoder().encode(`${head}\n${sorted(all)}\n\n${text}\n`);
}

/** A text as Python writes it. JSON's escapes are Python's, too. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

interface Parted {
  /** The comment that it begins with. */
  head: string;
  imports: string[];
  body: string;
}

function parted(name: string): Parted {
  const lines = readFileSync(new URL(`./programs/${name}.py`, import.meta.url), 'utf8').split('\n');
  const afterHead = lines.findIndex((line) => !line.startsWith('#'));
  const isImport = (line: string) => /^(?:import|from) /.test(line);
  const imports = lines.filter(isImport);
  const body = lines.slice(afterHead).filter((line) => !isImport(line));
  return { head: lines.slice(0, afterHead).join('\n'), imports, body: body.join('\n').trim() };
}

/** The standard library first, then others. */
function sorted(imports: string[]): string {
  const foreign = imports.filter((line) => /\b(?:numpy|torch|keras)\b/.test(line)).sort();
  const own = imports.filter((line) => !foreign.includes(line)).sort();
  return [own.join('\n'), foreign.join('\n')].filter(Boolean).join('\n\n');
}
