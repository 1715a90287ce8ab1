// The environment of the process that runs one foreign script: nothing of this computer's. Windows starts no program without the place of its
// own folder.

export const scriptEnvironment: Record<string, string> =
  process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot ?? '' } : {};
