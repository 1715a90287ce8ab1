// The name of a table as a name in code: what exported C is called, and the line of code on its card.

/** Lower-case letters, digits and single underscores, a letter first; `model` for a text without any. */
export function codeName(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words.join('_').slice(0, 40);
  return /^[a-z]/.test(name) ? name : name === '' ? 'model' : `model_${name}`;
}
