// Names of the messages between main and the preload script.

export const ipc = {
  /** Page -> main: a MessagePort to the backend is wanted. */
  connect: 'chainrule:connect',
  /** Main -> page: here it is. */
  port: 'chainrule:port',
  /** Main -> page: `backendStopped` or `backendFailed`. */
  backend: 'chainrule:backend',
  /** Page -> main, answered with a path or null. */
  chooseFile: 'chainrule:choose-file',
  /** Page -> main: how far a run is, 0 to 1; null without one. */
  progress: 'chainrule:progress',
  /** Main -> page: a path that was chosen elsewhere. */
  openFile: 'chainrule:open-file',
} as const;
