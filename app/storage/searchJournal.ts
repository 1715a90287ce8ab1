// The journal of a search in the home folder: one JSON line for each thing that is known, appended as it comes, so that a search whose
// process was killed can go on. A line that was only partly written is not read; two processes with the same search write the same lines.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { writeFailure } from './atomic.ts';
import { isMissing } from './damaged.ts';
import { makeFolders } from './makeFolders.ts';
import { modeOfNewFile, privateFolder } from './privacy.ts';

const folderName = 'searches';
/** An interrupted search that nobody has gone on with. */
const keptDays = 7;

export class SearchJournal {
  readonly #file: string;
  #writes: Promise<void> = Promise.resolve();

  private constructor(file: string) {
    this.#file = file;
  }

  /** @param identity what a search's results depend on. */
  static of(home: string, identity: unknown): SearchJournal {
    const key = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 24);
    return new SearchJournal(path.join(home, folderName, `${key}.jsonl`));
  }

  /** All journals of a home folder, the one that was written last first. */
  static async all(home: string): Promise<SearchJournal[]> {
    const folder = path.join(home, folderName);
    const names = await fs.readdir(folder).catch(() => []);
    const found: { file: string; at: number }[] = [];
    for (const name of names.filter((name) => name.endsWith('.jsonl'))) {
      const file = path.join(folder, name);
      const facts = await fs.stat(file).catch(() => null);
      if (facts !== null) found.push({ file, at: facts.mtimeMs });
    }
    return found.sort((a, b) => b.at - a.at).map(({ file }) => new SearchJournal(file));
  }

  /** Removes those that nobody has gone on with for a week. */
  static async sweep(home: string): Promise<void> {
    const folder = path.join(home, folderName);
    for (const name of await fs.readdir(folder).catch(() => [])) {
      const file = path.join(folder, name);
      const facts = await fs.stat(file).catch(() => null);
      if (facts !== null && Date.now() - facts.mtimeMs > keptDays * 86_400_000)
        await fs.rm(file, { force: true });
    }
  }

  /** Lines are written in order. Throws AppError disk_full, disk_write_failed; later lines are tried again. */
  append(line: unknown): Promise<void> {
    const turn = this.#writes.then(() => this.#append(`${JSON.stringify(line)}\n`));
    this.#writes = turn.catch(() => {});
    return turn;
  }

  async #append(text: string): Promise<void> {
    try {
      const folder = path.dirname(this.#file);
      await makeFolders(folder, privateFolder);
      const handle = await fs.open(this.#file, 'a', await modeOfNewFile(folder));
      try {
        // Begins with a new line: the one before may have been cut off by a kill or a full disk.
        await handle.writeFile(`\n${text}`);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw writeFailure(this.#file, error);
    }
  }

  /** All lines that can be read; none where there is no journal. */
  async read(): Promise<unknown[]> {
    let text: string;
    try {
      text = await fs.readFile(this.#file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    return text.split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }

  /** Resolves when everything that was appended is written, or has failed. */
  flushed(): Promise<void> {
    return this.#writes;
  }

  async remove(): Promise<void> {
    await this.#writes;
    await fs.rm(this.#file, { force: true });
  }
}
