/** Lines of a verb's help, each a command to copy. */
export function examples(lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  chainrule ${line}`).join('\n')}`;
}
