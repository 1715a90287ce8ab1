// The test's end of a caseProcess.ts: hands it one case at a time and collects what it tells. Where it dies, the next case gets a new one.
import { type ChildProcess, spawn } from 'node:child_process';
import type { CaseOrder } from './caseProcess.ts';
import type { Told } from './stages.ts';

export interface CaseOutcome {
  /** `null`: it goes on; else how the process ended: its exit code or signal. */
  died: number | string | null;
  told: Told[];
  stderr: string;
}

export class CaseWorker {
  readonly #script: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;

  constructor(script: string, environment: NodeJS.ProcessEnv) {
    this.#script = script;
    this.#environment = environment;
    this.#start();
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [this.#script], { env: { ...process.env, ...this.#environment } });
    child.stdout!.setEncoding('utf8');
    child.stderr!.setEncoding('utf8');
    // It was killed before it had read its order, which `close` says.
    child.stdin!.on('error', () => {});
    this.#child = child;
    return child;
  }

  /** `killAfter`: it is killed then, in ms, unless it has ended before. */
  ask(order: CaseOrder, killAfter?: number): Promise<CaseOutcome> {
    const child = this.#child ?? this.#start();
    let [stdout, stderr] = ['', ''];
    const told = () =>
      stdout
        .split('\n')
        .filter((line) => line.startsWith('{"what"'))
        .map((line) => JSON.parse(line) as Told);
    return new Promise((resolve) => {
      const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
      const end = (died: CaseOutcome['died']) => {
        clearTimeout(timer);
        child.stdout!.removeAllListeners('data');
        child.stderr!.removeAllListeners('data');
        child.removeAllListeners('close');
        const all = told().filter(({ what }) => what !== 'ended');
        resolve({ died, told: all, stderr: stderr.replace('\u0004\n', '') });
      };
      const look = () => {
        if (stderr.includes('\u0004\n') && told().some(({ what }) => what === 'ended')) end(null);
      };
      child.stdout!.on('data', (text) => {
        stdout += text;
        look();
      });
      child.stderr!.on('data', (text) => {
        stderr += text;
        look();
      });
      child.once('close', (code, signal) => {
        // The next one loads while this case is looked at.
        this.#start();
        end(code ?? signal);
      });
      child.stdin!.write(`${JSON.stringify(order)}\n`);
    });
  }

  close(): void {
    this.#child?.removeAllListeners('close');
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}
