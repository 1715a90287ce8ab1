// A temporary folder for one measurement. It is removed afterwards, also after an error or an interruption.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onInterruption } from '../output/interruption.ts';

export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  // At once, so that no interruption falls between making it and knowing of it.
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  onInterruption((code) => {
    remove();
    process.exit(code);
  });
  try {
    return await use(folder);
  } finally {
    onInterruption(null);
    remove();
  }
}
