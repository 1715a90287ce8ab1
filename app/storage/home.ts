// Where runs, uploads and the workspace file are kept.
import path from 'node:path';
import envPaths from 'env-paths';

/** CHAINRULE_HOME as an absolute path, else the platform's data folder. It need not exist yet. */
export function homeFolder(): string {
  const chosen = process.env.CHAINRULE_HOME;
  return chosen ? path.resolve(chosen) : envPaths('chainrule', { suffix: '' }).data;
}
