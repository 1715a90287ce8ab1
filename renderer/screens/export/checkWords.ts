// What a check of an exported file says in words: the standing of a format -> how large the differences are, who compared, and why not.

import type { ExportCheck, ExportFormat } from '../../../app/contract/exportFormats.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { isolated } from '../../wording/isolated.ts';
import { numbers } from '../../wording/numbers.ts';
import { errorSentence } from '../../wording/sentences.ts';
import type { Standing } from './standing.ts';

export function largestText({ largest }: ExportCheck): string {
  return numbers().measure(largest, 2);
}

export function checkerText({ program, lacking }: ExportCheck): string {
  if (program !== null) return m.export_by_program({ program: isolated(program) });
  if (lacking !== null) return m.export_by_reader_lacking({ program: isolated(lacking) });
  return m.export_by_reader();
}

/** Why the files of a format were not compared. */
export function uncomparedText(format: ExportFormat): string {
  return format === 'pytorch' ? m.export_nothing_to_compare() : m.export_no_golden();
}

/** One line and what supports it. */
export function standingText(format: ExportFormat, standing: Standing): { line: string; more: string } {
  switch (standing.kind) {
    case 'unchecked':
      return { line: m.export_not_checked(), more: '' };
    case 'checking':
      return { line: m.export_checking(), more: '' };
    case 'failed':
    case 'unsuited': {
      const { code, message, values } = standing.failure;
      return { line: errorSentence(code, message, values), more: '' };
    }
    case 'checked': {
      const { check } = standing;
      if (check === null) return { line: uncomparedText(format), more: '' };
      const rows = counts.goldenRows(check.rows);
      return { line: m.export_proven({ rows, largest: largestText(check) }), more: checkerText(check) };
    }
  }
}
