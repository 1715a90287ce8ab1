// Hands a file to the person: the browser's download, which the desktop window answers with its own save dialog.

/** Address lives long enough for the download to begin. */
const keepMs = 60_000;

export function saveFile(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), keepMs);
}
