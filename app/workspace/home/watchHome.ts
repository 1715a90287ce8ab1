// A window that looks on learns when its home becomes free, and when it is taken again: its notice stays true.
import type { Notice } from '../../contract/workspace.ts';
import { watchHolder } from '../../storage/holding/watchHolder.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

/** @param held the notice that says that another process has the home. Returns what ends the watch. */
export function watchHome(session: WorkspaceSession, held: Notice): () => void {
  const { home } = session.options;
  const message = `The other Chainrule has closed the folder ${home}: this window can take it over, and train and save then.`;
  const free: Notice = { id: held.id, kind: 'looksOnFree', message, values: { home } };
  return watchHolder(home, (holder) => {
    const notices = session.state.value.notices.filter(({ id }) => id !== held.id);
    session.change({ notices: [...notices, holder === null ? free : held] });
  });
}
