// Names of the messages between main and the preload script.

export const ipc = {
  /** Page -> main: request for a MessagePort to the backend. */
  connect: 'chainrule:connect',
  /** Main -> page: the requested port. */
  port: 'chainrule:port',
  /** Main -> page: `backendStopped` or `backendFailed`. */
  backend: 'chainrule:backend',
  /** Main -> page: who has the home folder. */
  held: 'chainrule:held',
  /** Page -> main: what to do about it. */
  choose: 'chainrule:choose',
  /** Page -> main, answered with a path or null. */
  chooseFile: 'chainrule:choose-file',
  /** Page -> main: progress of a run, 0 to 1; null without a run. */
  progress: 'chainrule:progress',
  /** Page -> main, answered with the UpdateState, or null where this copy has no updates. */
  updates: 'chainrule:updates',
  /** Main -> page: the UpdateState, after each change. */
  updateState: 'chainrule:update-state',
  /** Page -> main: an UpdateChoice. */
  chooseUpdates: 'chainrule:choose-updates',
  /** Main -> page: a path that was chosen outside the page. */
  openFile: 'chainrule:open-file',
} as const;
