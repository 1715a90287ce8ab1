// What readers of exported files run, on this host: scripts and queries, each in a process of its own.
import type { Format, FormatReader, Runners } from '../../export/format.ts';
import type { BackendOptions } from '../workspaceSession.ts';
import { queryInChild, scriptInChild } from './runInChild.ts';

export type HostRunners = Partial<Runners>;

export function runnersOf({ startScript: start }: Pick<BackendOptions, 'startScript'>): HostRunners {
  return start === undefined ? {} : { script: scriptInChild(start), query: queryInChild(start) };
}

/** The runners with the one that the format needs; undefined where the host has none. */
export function runnersFor({ needs }: Format, runners: HostRunners): Runners | undefined {
  return needs === undefined || runners[needs] !== undefined ? (runners as Runners) : undefined;
}

/** The app's own reader of a format; undefined where there is none, or not on this host. */
export function readerOf(format: Format, runners: HostRunners) {
  const found = runnersFor(format, runners);
  const { predict } = format;
  if (found === undefined || predict === undefined) return undefined;
  return (...[files, rows]: [Parameters<FormatReader>[0], Parameters<FormatReader>[1]]) =>
    predict(files, rows, found);
}
