// How the columns of several files differ, from the values of the error files_differ, in sentences.

import { noNames } from '../../app/contract/issues/differingNames.ts';
import type { Values } from '../../app/contract/issues/values.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from '../wording/numbers.ts';
import { curlyQuotes } from '../wording/sentences.ts';

export function differenceSentences({ lacking, added, types, more }: Values): string[] {
  return [
    ...columnsIn(lacking).map((columns) => m.pick_lacking({ columns })),
    ...columnsIn(added).map((columns) => m.pick_added({ columns })),
    ...columnsIn(types).map((columns) => m.pick_types({ columns })),
    ...(Number(more) > 0 ? [m.pick_more({ count: numbers().whole(Number(more)) })] : []),
  ];
}

/** The list of names with the page's quotation marks; nothing where there are none. */
function columnsIn(value: string | number | undefined): string[] {
  return value === undefined || value === noNames ? [] : [curlyQuotes(String(value))];
}
