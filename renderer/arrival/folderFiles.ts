// The files directly in a dropped folder. Files of its subfolders are left out: a folder of tables is flat, a project is not.

/** Rejects with a DOMException if the folder cannot be read. */
export async function folderFiles(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const entries = await entriesOf(folder.createReader());
  const files = entries.filter((entry): entry is FileSystemFileEntry => entry.isFile);
  return Promise.all(
    files.map((entry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))),
  );
}

/** Reads all entries. The reader returns them in parts, an empty part at the end. */
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
