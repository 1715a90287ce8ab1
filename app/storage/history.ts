// The losses of every finished epoch, one JSON object per line, append only. A process that dies in the middle of a line leaves
// a partial one: it is ignored, and removed before the next line is written.
import fs from 'node:fs/promises';
import path from 'node:path';
import { type EpochRecord, epochRecordSchema } from '../contract/run/training.ts';
import { writeAtomically, writeFailure } from './atomic.ts';
import { isMissing, putAside } from './damaged.ts';
import { modeOfNewFile } from './privacy.ts';

export class History {
  readonly #file: string;
  /** Writes wait for each other: the end of the last one. */
  #tail: Promise<void> = Promise.resolve();
  #checked = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** Throws AppError disk_full or disk_write_failed; a later call may succeed. */
  async append(records: readonly EpochRecord[]): Promise<void> {
    const text = linesOf(records);
    await this.#inTurn(async () => {
      if (!this.#checked) await this.#cutTornLine();
      this.#checked = true;
      const size = await fs.stat(this.#file).then(
        (stat) => stat.size,
        () => 0,
      );
      try {
        const mode = size === 0 ? await modeOfNewFile(path.dirname(this.#file)) : undefined;
        await fs.appendFile(this.#file, text, { mode });
      } catch (error) {
        // Removes the lines of a partial write, which would be duplicated by the next attempt.
        await fs.truncate(this.#file, size).catch(() => {});
        throw error;
      }
    });
  }

  /** Replaces what the file holds. Throws AppError disk_full or disk_write_failed. */
  async replace(records: readonly EpochRecord[]): Promise<void> {
    await this.#inTurn(() => writeAtomically(this.#file, linesOf(records)));
  }

  async truncate(epochs: number): Promise<void> {
    await this.#inTurn(async () => {
      const kept = (await this.read()).slice(0, epochs);
      await writeAtomically(this.#file, linesOf(kept));
    });
  }

  async read(): Promise<EpochRecord[]> {
    let text: string;
    try {
      text = await fs.readFile(this.#file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    const lines = text.split('\n').slice(0, -1);
    const records: EpochRecord[] = [];
    for (const line of lines) {
      const record = recordOf(line);
      if (record === null) {
        await this.#setAside(records);
        break;
      }
      records.push(record);
    }
    return records;
  }

  /** A complete line is not a record: the file was damaged. Renames it and keeps the valid beginning under its name. */
  async #setAside(good: EpochRecord[]): Promise<void> {
    await putAside(this.#file);
    await writeAtomically(this.#file, linesOf(good));
  }

  async #cutTornLine(): Promise<void> {
    let handle: fs.FileHandle;
    try {
      handle = await fs.open(this.#file, 'r+');
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    try {
      const { size } = await handle.stat();
      // Records are shorter than this; a longer partial line would not be ours.
      const tail = Buffer.alloc(Math.min(size, 4_096));
      await handle.read(tail, 0, tail.length, size - tail.length);
      const whole = size - tail.length + tail.lastIndexOf(0x0a) + 1;
      if (whole < size) await handle.truncate(whole);
    } finally {
      await handle.close();
    }
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#tail.then(write).catch((error: unknown) => {
      throw writeFailure(this.#file, error);
    });
    this.#tail = turn.catch(() => {});
    return turn;
  }
}

function linesOf(records: readonly EpochRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function recordOf(line: string): EpochRecord | null {
  try {
    return epochRecordSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
