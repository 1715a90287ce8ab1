// Exported files as one .zip: of a format that has several, or of all formats in folders beside an index, as `chainrule export --all` writes
// them, so that `chainrule verify` checks the folder that it unpacks to. The packer is loaded when somebody saves one.

import type { ExportFormat, ExportIndex } from '../../../app/contract/exportFormats.ts';
import { isolated } from '../../wording/isolated.ts';

export interface ArchiveEntry {
  /** With `/` between folders. */
  path: string;
  file: Blob;
}

/** A format's files, or why there are none. */
export interface ArchivedFormat {
  format: ExportFormat;
  /** As the page calls it. */
  name: string;
  files: readonly File[];
  check: ExportIndex[number]['check'];
  reason: string | null;
  /** What its check said, in one line. */
  said: string;
}

export async function archive(name: string, entries: readonly ArchiveEntry[]): Promise<File> {
  const { Zip, ZipDeflate } = await import('fflate');
  const pieces: BlobPart[] = [];
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    pieces.push(piece as Uint8Array<ArrayBuffer>);
  });
  for (const { path, file } of entries) {
    const entry = new ZipDeflate(path);
    zip.add(entry);
    // File by file: the page answers between them.
    entry.push(new Uint8Array(await file.arrayBuffer()), true);
  }
  zip.end();
  return new File(pieces, name, { type: 'application/zip' });
}

/** A folder for each format, `index.json` for programs and `README.md` for people. @param head the first line of the latter */
export function allEntries(formats: readonly ArchivedFormat[], head: string): ArchiveEntry[] {
  const index: ExportIndex = formats.map(({ format, files, check, reason }) => ({
    format,
    files: files.map(({ name, size }) => ({ name, bytes: size })),
    check,
    reason,
  }));
  const files = formats.flatMap(({ format, files: own }) =>
    own.map((file): ArchiveEntry => ({ path: `${format}/${file.name}`, file })),
  );
  return [
    { path: 'README.md', file: new Blob([readme(formats, head)]) },
    { path: 'index.json', file: new Blob([`${JSON.stringify(index, null, 1)}\n`]) },
    ...files,
  ];
}

function readme(formats: readonly ArchivedFormat[], head: string): string {
  const lines = formats.map(({ format, name, files, said }) => {
    const links = files.map((file) => `[${isolated(file.name)}](<${format}/${file.name}>)`).join(', ');
    return `- **${name}**: ${links === '' ? said : `${links}. ${said}`}\n`;
  });
  return `# ${head}\n\n${lines.join('')}`;
}
