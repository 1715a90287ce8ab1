// The socket by which a process shows that it holds a folder or asks for it. It listens under a name that no other socket ever had, so
// whoever finds it dead may remove it without taking a living one away.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { HolderFacts } from '../../contract/holder.ts';
import { isMissing } from '../damaged.ts';
import { type Answer, type HandOver, jsonOf, requestSchema } from './ask.ts';
import { makeSharedPlace, pipeOf, placesOf, socketPrefix, unfinishedEnding } from './places.ts';

/** Gives up what is held to another process: resolves when everything is on disk. */
export type OnHandOver = (to: HolderFacts) => Promise<void>;

export class Announcement {
  state: 'asks' | 'holds' = 'asks';
  onHandOver: OnHandOver | null = null;
  #server: net.Server;
  #handingOver: Promise<HandOver> | null = null;
  #withdrawn = false;
  #shared = false;

  private constructor(
    readonly facts: HolderFacts,
    /** Path of the socket, or name of the pipe. */
    private address: string,
  ) {
    this.#server = net.createServer((socket) => this.#answer(socket));
    this.#server.unref();
  }

  /** Part of the path that no other announcement has; two of the same folder are ordered by it. */
  get name(): string {
    return path.basename(this.address);
  }

  /** Throws the system's error: that of the last place if none works. On Windows EADDRINUSE means that another process has the pipe. */
  static async make(folder: string, facts: HolderFacts): Promise<Announcement> {
    if (process.platform === 'win32') {
      const announcement = new Announcement(facts, await pipeOf(folder));
      await announcement.#listen();
      return announcement;
    }
    const places = await placesOf(folder);
    for (const [index, place] of places.entries()) {
      try {
        return await Announcement.#at(place, facts, place !== folder);
      } catch (error) {
        if (index === places.length - 1 || !lacksSockets(error)) throw error;
      }
    }
    throw new Error('A folder has at least one place.');
  }

  static async #at(place: string, facts: HolderFacts, shared: boolean): Promise<Announcement> {
    const final = path.join(place, `${socketPrefix}${randomBytes(6).toString('hex')}`);
    const announcement = new Announcement(facts, `${final}${unfinishedEnding}`);
    announcement.#shared = shared;
    await announcement.#listenIn(place);
    try {
      await fs.rename(announcement.address, final);
    } catch (error) {
      await announcement.withdraw();
      throw error;
    }
    announcement.address = final;
    return announcement;
  }

  /** Another process may just have removed an empty shared place. */
  async #listenIn(place: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      if (this.#shared) await makeSharedPlace(place);
      try {
        return await this.#listen();
      } catch (error) {
        if (!this.#shared || !isMissing(error) || attempt === 10) throw error;
      }
    }
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.address, () => {
        // A failed accept, as without free handles, costs only that question.
        this.#server.on('error', () => {});
        resolve();
      });
    });
  }

  /** From now on nobody finds it. Does not fail: the socket is closed, and a name that stays belongs to nobody. */
  async withdraw(): Promise<void> {
    if (this.#withdrawn) return;
    this.#withdrawn = true;
    await fs.rm(this.address, { force: true }).catch(() => {});
    if (this.#shared) await fs.rmdir(path.dirname(this.address)).catch(() => {});
    // Connections that still wait for an answer stay; their process closes them.
    this.#server.close();
  }

  #answer(socket: net.Socket) {
    socket.unref();
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.once('data', (line: string) => {
      const request = requestSchema.safeParse(jsonOf(line));
      if (request.data?.ask === 'handOver')
        void this.#handOver(request.data.to).then((done) => reply(socket, done));
      else reply(socket, { ...this.facts, state: this.state } satisfies Answer);
    });
  }

  #handOver(to: HolderFacts): Promise<HandOver> {
    this.#handingOver ??= this.#giveUp(to);
    return this.#handingOver;
  }

  async #giveUp(to: HolderFacts): Promise<HandOver> {
    if (this.state !== 'holds' || this.onHandOver === null)
      return { handedOver: false, reason: 'it cannot be interrupted' };
    try {
      await this.onHandOver(to);
      await this.withdraw();
      return { handedOver: true, reason: '' };
    } catch (error) {
      this.#handingOver = null;
      return { handedOver: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

function reply(socket: net.Socket, line: object) {
  socket.end(`${JSON.stringify(line)}\n`);
}

/** Whether the folder's disk cannot hold sockets, as exFAT cannot; a full or read-only disk is another matter. */
function lacksSockets(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return (
    code === 'EPERM' || code === 'EOPNOTSUPP' || code === 'ENOTSUP' || code === 'EINVAL' || code === 'ENOSYS'
  );
}
