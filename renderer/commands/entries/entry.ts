// One entry of the palette: a screen, an action, a setting, a column, a run or a term. `act` is called after the palette has closed.

import type { IconName } from '../../controls/iconPaths.ts';
import type { CommandKey } from '../../controls/keys/commandKeys.ts';

export const groups = ['screens', 'actions', 'settings', 'columns', 'runs', 'lessons', 'terms'] as const;
export type Group = (typeof groups)[number];

export interface Entry {
  /** Unique among all entries. */
  id: string;
  group: Group;
  icon: IconName;
  /** In the language of the page, or a name from the data. */
  name: string;
  /** Other text that finds it: its name in the other language, its name in the spec. */
  also?: string;
  /** What kind of thing it is, or where it is. */
  detail: string;
  /** Its present value, or another word, shown at the right. */
  value?: string;
  key?: CommandKey;
  /** Why it cannot be chosen now; null when it can. */
  reason: string | null;
  act: () => void;
}
