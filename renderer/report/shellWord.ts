// A file's name as one word of a command line, whatever signs it has.

export function shellWord(text: string): string {
  // A name that begins like an option is none when its folder stands before it.
  if (text.startsWith('-')) return shellWord(`./${text}`);
  return /^[\w./-]+$/.test(text) ? text : `"${text.replaceAll(/(["$`\\])/g, '\\$1')}"`;
}
