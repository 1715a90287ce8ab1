// Options of the verbs that write a file, in the same words everywhere: [flags, description].

export const forceOption = ['--force', 'replace the file of --out if there is one'] as const;

export const rawOption = [
  '--raw',
  'leave cells that begin a formula in a spreadsheet (=, @, tab, or + and - without a number) as they are, without an apostrophe',
] as const;
