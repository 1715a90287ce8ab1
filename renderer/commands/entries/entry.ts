// One line of the palette: something to go to, to do, to set or to read. `act` is called once the palette is closed.

import type { IconName } from '../../controls/iconPaths.ts';
import type { CommandKey } from '../../controls/keys/commandKeys.ts';

export const groups = ['screens', 'actions', 'settings', 'columns', 'runs', 'terms'] as const;
export type Group = (typeof groups)[number];

export interface Entry {
  /** Unique among all. */
  id: string;
  group: Group;
  icon: IconName;
  /** In the language of the page, or a name from the data. */
  name: string;
  /** What else finds it: its name in the other language, its name in the spec. */
  also?: string;
  /** What it is, or where. */
  detail: string;
  /** What it is set to now, or another word at the right. */
  value?: string;
  key?: CommandKey;
  /** Why it cannot be chosen now; null when it can. */
  reason: string | null;
  act: () => void;
}
