// Says on the terminal who has the home folder.
import type { HomeHolder } from '../contract/holder.ts';

const kindWords = { desktop: 'the desktop window', browser: 'a page in the browser', terminal: 'a terminal' };

export function heldSentence(home: string, { pid, kind, since, page, refusal, left }: HomeHolder): string {
  if (left) return `The other Chainrule has closed the folder ${home}. The page above offers to open it.`;
  const who =
    pid === 0
      ? 'which does not respond at the moment'
      : `process ${pid}${kind === null ? '' : `, ${kindWords[kind]}`}, since ${since}`;
  const refused = refusal === '' ? '' : ` It did not hand over: ${refusal}.`;
  const where = page === null ? '' : ` Its page: ${page}`;
  return `Another Chainrule (${who}) has the folder ${home} open.${refused} The page above offers to look on or to take over.${where}`;
}
