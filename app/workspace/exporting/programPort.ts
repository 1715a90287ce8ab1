// A port of the hosts: runs a program of this computer, such as python3 or a C compiler, on a file that was just written. Without it a file
// is checked by the app's own readers only.

export interface ProgramRun {
  /** The program and its arguments; it is looked for where the system looks for programs. */
  command: readonly [string, ...string[]];
  /** Where it runs. */
  folder: string;
  signal?: AbortSignal | undefined;
}

/** What came of it. `missing`: there is no such program. `late`: it was ended because it took too long. */
export type ProgramOutcome =
  | { kind: 'ended'; code: number; output: string }
  | { kind: 'missing' }
  | { kind: 'late' };

/** Never rejects but for an aborted `signal`. `output`: the last 64 KiB of what it printed to both of its outputs. */
export type RunProgram = (run: ProgramRun) => Promise<ProgramOutcome>;
