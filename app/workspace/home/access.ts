// How a backend has its home folder. Its owner restores and keeps the workspace and tidies up. One that looks on shows what is there and
// writes nothing: by a person's choice, in another user's folder, or where the disk is read-only.
import type { HolderFacts, HolderKind, HomeChoice, HomeHolder } from '../../contract/holder.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Notice } from '../../contract/workspace.ts';
import type { Held } from '../../storage/holding/hold.ts';
import { ownHome } from '../../storage/homeOwner.ts';

/** What a host says about itself and what a person chose. */
export interface HomeOptions {
  home: string;
  kind?: HolderKind;
  /** The address of the host's page. */
  page?: string;
  /** Absent: own the home, unless another process does. */
  choice?: HomeChoice;
}

/** Owned (`held`), or only looked at, for the reason in `notice`. */
export type HomeAccess = { held: Held; notice: null } | { held: null; notice: LookingOn };

/** Throws AppError home_in_use, disk_full. @param onHandOver saves and ends everything; the home is another's then. */
export async function accessHome(
  { home, kind, page, choice }: HomeOptions,
  onHandOver: (to: HolderFacts) => Promise<void>,
): Promise<HomeAccess> {
  if (choice === 'look') return { held: null, notice: lookingOn(home, 'looksOnHeld') };
  const since = new Date().toISOString();
  const facts = { pid: process.pid, kind: kind ?? 'terminal', since, page: page ?? null } as const;
  try {
    const held = await ownHome(home, { facts, takesOver: choice === 'takeOver', onHandOver });
    return { held, notice: null };
  } catch (error) {
    if (error instanceof AppError && error.code === 'folder_of_other')
      return { held: null, notice: lookingOn(home, 'looksOnOther') };
    if (error instanceof AppError && error.code === 'disk_write_failed')
      return { held: null, notice: lookingOn(home, 'looksOnReadOnly') };
    throw error;
  }
}

type LookingOn = Notice & { kind: 'looksOnHeld' | 'looksOnOther' | 'looksOnReadOnly' };

const reasons = {
  looksOnHeld: 'another Chainrule has the folder {home} open',
  looksOnOther: 'the folder {home} belongs to another user of this computer',
  looksOnReadOnly: 'nothing can be written in the folder {home}',
} as const;

function lookingOn(home: string, kind: keyof typeof reasons): LookingOn {
  const message = `This window only looks on, since ${reasons[kind].replace('{home}', home)}: it trains nothing and saves nothing.`;
  return { id: kind, kind, message, values: { home } };
}

/** Who has the home, of an error with which a backend did not start; null for another error. */
export function homeHolderOf(error: unknown): HomeHolder | null {
  if (!(error instanceof AppError) || error.code !== 'home_in_use') return null;
  const { pid, kind, since, page, refusal } = error.values as Record<string, string> & { pid: number };
  return {
    pid,
    kind: kind === '' ? null : (kind as HolderKind),
    since: since ?? '',
    page: page || null,
    refusal: refusal ?? '',
  };
}
