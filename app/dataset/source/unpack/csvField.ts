// One cell of a CSV that is written here, for our own reader: quoted only where it must be.

const special = /[",\r\n]|^\s|\s$/;

export function csvField(text: string): string {
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
