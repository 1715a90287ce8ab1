// Keeps one backend process running: starts it, restarts it when it dies, waits longer each time it dies soon, and finally
// gives up. The host creates the process; this class only decides when. Where another process has the home folder it waits for a person.
import type { HolderFacts, HomeChoice, HomeHolder } from '../contract/holder.ts';

export interface BackendProcess {
  /** Ends it in good order; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** How the previous process ended, e.g. `SIGSEGV`. */
  restartedAfter?: string;
  /** False if the stored state may be what kills the process. */
  restore: boolean;
  /** What a person chose after another process had the home folder. */
  choice?: HomeChoice;
}

export interface BackendEvents {
  /** It takes connections. */
  ready(): void;
  /** The process cannot work on this machine, for the reason in `sentence`; it will not become ready. */
  unable(sentence: string): void;
  /** Another process has the home folder, or has taken it over: it works no more. */
  held(holder: HomeHolder): void;
  /** It is gone; `how` is a signal's name or `exit code 1`. */
  exited(how: string): void;
}

export interface SupervisorListener<B> {
  ready(backend: B): void;
  /** It died and another one is being started. */
  stopped(how: string): void;
  /** Another process has the home folder; nothing is tried until a person chooses. Called again when that process has left it, or another
   *  one has it (`holder.left`). */
  held(holder: HomeHolder): void;
  /** A person who looked on takes the folder over: another process is being started. */
  replaced(): void;
  /** It died again and again; nothing more is tried. */
  failed(sentence: string): void;
}

/** Milliseconds before the next start, by the number of early deaths in a row; after the last one it gives up. */
const delays = [0, 250, 1_000, 2_000];
/** A process that lived this long counts as healthy; its death restarts the count. */
const soundAfter = 10_000;
/** From this number of early deaths in a row on, the stored state is not opened, since it may be the cause. */
const restoreUntil = 2;

export class Supervisor<B extends BackendProcess> {
  #process: B | null = null;
  #ready = false;
  #failed: string | null = null;
  #unable = false;
  #holder: HomeHolder | null = null;
  /** Kept for later starts: a window that looks on does so after a crash, too. */
  #looks = false;
  #closed = false;
  #deathsInARow = 0;
  #startedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = new Set<(backend: B | null) => void>();
  /** From now on the present process is not heard any more. */
  #retire: () => void = () => {};
  #endWatch: () => void = () => {};

  constructor(
    readonly spawn: (options: StartOptions, events: BackendEvents) => B,
    readonly listener: SupervisorListener<B>,
    readonly clock: () => number = Date.now,
    /** Tells who has the home folder after each change, null for nobody; returns what ends that. */
    readonly watch: (tell: (holder: HolderFacts | null) => void) => () => void = () => () => {},
  ) {}

  start() {
    this.#launch({ restore: true });
  }

  /** The sentence that says why it gave up, or null. */
  get failure() {
    return this.#failed;
  }

  /** Whether it gave up because the process cannot work on this machine, as where the disk is full: starting it again needs a person. */
  get unable() {
    return this.#unable;
  }

  /** Who has the home folder, while a person has to choose what to do; else null. */
  get holder() {
    return this.#holder;
  }

  /** Whether a person chose to look on only. */
  get looksOn() {
    return this.#looks;
  }

  /** Starts a process anew with what a person chose; does nothing unless another process has the home folder, or this one looks on. */
  choose(choice: HomeChoice) {
    if (this.#closed) return;
    if (this.#holder === null) {
      if (this.#looks && choice === 'takeOver') void this.#replace(choice);
      return;
    }
    this.#endWatch();
    this.#holder = null;
    this.#looks = choice === 'look';
    this.#deathsInARow = 0;
    this.#launch({ restore: true, choice });
  }

  async #replace(choice: HomeChoice) {
    const before = this.#process;
    this.#looks = false;
    this.#retire();
    clearTimeout(this.#timer);
    this.#ready = false;
    this.#process = null;
    this.listener.replaced();
    await before?.stop();
    if (!this.#closed) this.#launch({ restore: true, choice });
  }

  /** The process that is running or starting; null between two processes and after the end. */
  get process(): B | null {
    return this.#process;
  }

  /** The process once it accepts connections; null if it never will. */
  whenReady(): Promise<B | null> {
    if (this.#failed !== null || this.#holder !== null || this.#closed) return Promise.resolve(null);
    if (this.#ready) return Promise.resolve(this.#process);
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  async close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#endWatch();
    this.#answer(null);
    await this.#process?.stop();
  }

  #launch(options: StartOptions) {
    this.#startedAt = this.clock();
    let over = false;
    this.#retire = () => {
      over = true;
    };
    this.#process = this.spawn(options, {
      ready: () => {
        if (over || this.#closed) return;
        this.#ready = true;
        this.listener.ready(this.#process as B);
        this.#answer(this.#process);
      },
      unable: (sentence) => {
        if (over || this.#closed) return;
        over = true;
        this.#unable = true;
        this.#fail(sentence);
        void this.#process?.stop();
      },
      held: (holder) => {
        if (over || this.#closed) return;
        over = true;
        this.#ready = false;
        this.#holder = holder;
        void this.#process?.stop();
        this.#process = null;
        this.listener.held(holder);
        this.#answer(null);
        this.#endWatch = this.watch((now) => {
          this.#holder = now === null ? { ...holder, left: true } : { ...now, refusal: '' };
          this.listener.held(this.#holder);
        });
      },
      exited: (how) => {
        if (over) return;
        over = true;
        this.#ready = false;
        this.#process = null;
        if (!this.#closed) this.#died(how);
      },
    });
  }

  #died(how: string) {
    const sound = this.clock() - this.#startedAt >= soundAfter;
    this.#deathsInARow = sound ? 1 : this.#deathsInARow + 1;
    const delay = delays[this.#deathsInARow - 1];
    if (delay === undefined) {
      return this.#fail(
        `The backend process stopped ${this.#deathsInARow} times in a row (last: ${how}) and is not restarted. ` +
          'Close Chainrule and start it again; what is on disk is kept.',
      );
    }
    this.listener.stopped(how);
    const restore = this.#deathsInARow <= restoreUntil;
    const choice = this.#looks ? { choice: 'look' as const } : {};
    this.#timer = setTimeout(() => this.#launch({ restartedAfter: how, restore, ...choice }), delay);
  }

  #fail(sentence: string) {
    this.#failed = sentence;
    this.listener.failed(sentence);
    this.#answer(null);
  }

  #answer(backend: B | null) {
    for (const resolve of this.#waiting) resolve(backend);
    this.#waiting.clear();
  }
}
