// Writes what a verb says: sentences for a person, or JSON Lines with --json. Notes go to stderr where stdout carries the result
// itself (a spec, a CSV).
import { oneLine } from './figures.ts';
import { jsonLine } from './jsonLine.ts';

export class Output {
  constructor(
    readonly json: boolean,
    /** Whether stdout may be used for sentences. */
    private readonly free = true,
  ) {}

  /** For a person only, not with --json. */
  say(...lines: string[]): void {
    if (this.json) return;
    const text = lines.map((line) => `${oneLine(line)}\n`).join('');
    if (this.free) process.stdout.write(text);
    else process.stderr.write(text);
  }

  /** Something worth knowing about the data or the run. */
  note(message: string, fields: object = {}): void {
    if (this.json) this.emit('note', { message, ...fields });
    else this.say(message);
  }

  /** With --json only. */
  emit(type: string, fields: object): void {
    if (this.json) process.stdout.write(jsonLine(type, fields));
  }
}
