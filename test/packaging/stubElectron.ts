// A folder that electron-builder takes for an unpacked Electron on Linux: the files that it moves or edits, and a program
// that is only the wire in which Electron keeps its fuses (github.com/electron/fuses).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wireVersion = 1;
/** As Electron ships: every fuse of the wire on. */
const fusesAsShipped = '1'.repeat(9);

export function writeStubElectron(folder: string): void {
  for (const inner of ['locales', 'resources']) mkdirSync(join(folder, inner), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(sentinel),
    Buffer.from([wireVersion, fusesAsShipped.length]),
    Buffer.from(fusesAsShipped),
  ]);
  writeFileSync(join(folder, 'electron'), wire, { mode: 0o755 });
  writeFileSync(join(folder, 'chrome-sandbox'), '');
  writeFileSync(join(folder, 'LICENSE'), 'stub');
  writeFileSync(join(folder, 'locales/en-US.pak'), '');
}
