// The command line as a document: what `--help` prints, verb by verb. A commander program goes in, Markdown comes out.
import { generated } from './generated.js';

/** @typedef {import('commander').Command} Command */
/** @typedef {() => Command} MakeProgram a fresh program, since each parses one command line */

/**
 * The whole command line, verb by verb, as Markdown.
 * @param {MakeProgram} makeProgram
 */
export async function cliReference(makeProgram) {
  const verbs = makeProgram().commands.map((command) => command.name());
  const parts = [
    '# The command line',
    generated,
    'After `npm install && npm run build` each line begins with `npx --no-install chainrule`. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.',
    block(await helpOf(makeProgram, [])),
  ];
  for (const verb of verbs) parts.push(`## ${verb}`, block(await helpOf(makeProgram, [verb])));
  return `${parts.join('\n\n')}\n`;
}

/** @param {string} text */
const block = (text) => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;

/**
 * What `chainrule VERB --help` prints, 100 characters wide.
 * @param {MakeProgram} makeProgram
 * @param {string[]} words
 */
async function helpOf(makeProgram, words) {
  const program = makeProgram();
  let text = '';
  for (const command of [program, ...program.commands])
    command.configureOutput({
      writeOut: (piece) => {
        text += piece;
      },
      getOutHelpWidth: () => 100,
    });
  try {
    await program.parseAsync([...words, '--help'], { from: 'user' });
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== 'commander.helpDisplayed') throw error;
  }
  return text;
}
