// The files of a dropped folder; those of folders in it are left out, since a folder of tables is flat and a project is not.

/** Rejects with a DOMException where the folder cannot be read. */
export async function folderFiles(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const entries = await entriesOf(folder.createReader());
  const files = entries.filter((entry): entry is FileSystemFileEntry => entry.isFile);
  return Promise.all(
    files.map((entry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))),
  );
}

/** A reader gives a part at a time, and none at the end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const found: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return found;
    found.push(...part);
  }
}
