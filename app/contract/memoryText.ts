/** An amount of memory in a sentence: `1.5 GiB`, `12 MiB`, `less than 1 MiB`. */
export function memoryText(bytes: number): string {
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  if (bytes >= 2 ** 20) return `${Math.round(bytes / 2 ** 20)} MiB`;
  return 'less than 1 MiB';
}
