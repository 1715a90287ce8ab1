// The last records of a file, of which a person says that they are not part of the table: keeps their lines and kinds while the file
// is scanned.
import type { RecordKind } from './recordKind.ts';

export interface FooterRecord {
  /** 1-based line of the file. */
  line: number;
  kind: Exclude<RecordKind, 'blank' | 'comment' | 'head' | 'without'>;
}

export class FooterRecords {
  private readonly most: number;
  private readonly kept: FooterRecord[] = [];
  private next = 0;

  /** Keeps the last `most` records. */
  constructor(most: number) {
    this.most = most;
  }

  add(kind: FooterRecord['kind'], line: number): void {
    if (this.most === 0) return;
    this.kept[this.next] = { kind, line };
    this.next = (this.next + 1) % this.most;
  }

  /** In the file's order. */
  all(): FooterRecord[] {
    return this.kept.length < this.most
      ? this.kept
      : [...this.kept.slice(this.next), ...this.kept.slice(0, this.next)];
  }
}
