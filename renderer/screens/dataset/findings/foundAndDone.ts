// Combines the issues of table and plan with the remedies taken on this page into the pane's findings: each is listed once, with what
// was done about it. An issue that its remedy removed (a leak, once its column is ignored) stays listed as done.

import type { Issue, IssueCode } from '../../../../app/contract/issues/issues.ts';
import { isOfTargets, isTaken, readsAs } from '../../../../app/contract/issues/remedied.ts';
import { isForData, isForReading, type Remedy } from '../../../../app/contract/issues/remedies.ts';
import type { Plan } from '../../../../app/contract/model.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { Dataset } from '../../../../app/contract/table/dataset.ts';
import type { UndoState } from '../../../../app/contract/undo.ts';
import { targetsOf } from '../../../state/run/targets.ts';
import type { TakenRemedy } from '../../../state/table/tableChanges.svelte.ts';
import { saidOnce } from './saidOnce.ts';

/** `note` asks for nothing; `done` says what was done, by the reading or by a remedy. */
export type Mark = 'error' | 'warning' | 'note' | 'done';

export interface Finding {
  /** Identifies the finding as long as it is listed. */
  key: string;
  issue: Issue;
  mark: Mark;
  /** The remedy that solved it; null where none did, or where the finding's own sentence says so. */
  taken: Remedy | null;
  /** Whether `taken` is the last change, so that undo reverses exactly it. */
  undoable: boolean;
  offered: Remedy[];
}

interface Facts {
  dataset: Dataset;
  spec: RunSpec | null;
  plan: Plan | null;
  undo: UndoState;
  taken: readonly TakenRemedy[];
}

const order: readonly Mark[] = ['error', 'warning', 'note', 'done'];

/** Findings whose sentence says that something was done; for a column's finding this holds while the column is ignored. */
const sayWhatWasDone: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'column_constant',
  'column_rounding',
  'column_all_missing',
  'column_id_like',
  'column_free_text',
  'column_date',
  'column_of_files',
  'numbers_rewritten',
  'duplicates_dropped',
  'footer_left_out',
  'rows_without',
  'dates_day_first',
  'dates_month_first',
]);

/** Findings in the order errors, warnings, notes, done. */
export function findingsOf(facts: Facts): Finding[] {
  const { dataset, plan } = facts;
  const ofPlan = plan?.issues.filter(({ stage }) => stage === 'dataset') ?? [];
  const issues = [...dataset.issues, ...ofPlan];
  const listed = new Set(issues.map(nameOf));
  for (const one of facts.taken) {
    const name = nameOf(one.issue);
    if (listed.has(name) || !concerns(facts, one)) continue;
    listed.add(name);
    issues.push(one.issue);
  }
  const findings = saidOnce(issues).map((issue) => findingOf(facts, issue));
  const times = new Map<string, number>();
  for (const finding of findings) {
    const time = (times.get(finding.key) ?? 0) + 1;
    times.set(finding.key, time);
    if (time > 1) finding.key += ` ${time}`;
  }
  return findings.sort((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark));
}

/** Name of an issue by its code and columns, which does not change when its figures do. */
function nameOf({ code, values }: Issue): string {
  const { column, target, other } = values as Record<string, unknown>;
  return JSON.stringify([code, column, target, other]);
}

function findingOf(facts: Facts, issue: Issue): Finding {
  const { spec, taken } = facts;
  const remedies = (issue.remedies ?? []).filter(isForData);
  const done = remedies.find((remedy) => holds(facts, remedy));
  const byHand = taken.some((one) => sameRemedy(one.remedy, done));
  const saysSo = sayWhatWasDone.has(issue.code) && stillIgnored(facts, issue);
  if (done !== undefined && (byHand || !saysSo)) return doneFinding(facts, issue, done);
  const mark = saysSo ? 'done' : issue.severity === 'info' ? 'note' : issue.severity;
  const offered = remedies.filter((remedy) =>
    // Roles and preparations belong to a spec, which begins with a target.
    spec === null ? isForReading(remedy) : !isTaken(spec, remedy) && !isOfTargets(spec, remedy),
  );
  return { key: nameOf(issue), issue, mark, taken: null, undoable: false, offered };
}

function doneFinding({ taken, undo }: Facts, issue: Issue, remedy: Remedy): Finding {
  const last = taken.findLast((one) => sameRemedy(one.remedy, remedy));
  const undoable = last !== undefined && last.back === undo.back && undo.undoes !== null;
  return { key: nameOf(issue), issue, mark: 'done', taken: remedy, undoable, offered: [] };
}

/** Whether a remedy is in effect. For one that the file is read again for, the reading tells, so that it works before there is a target. */
function holds({ dataset, spec }: Facts, remedy: Remedy): boolean {
  if (isForReading(remedy)) return readsAs(dataset.reading, remedy);
  return spec !== null && isTaken(spec, remedy);
}

/** Whether a taken remedy whose issue is gone is still in effect for this file and this target. */
function concerns(facts: Facts, { issue, remedy, hash }: TakenRemedy): boolean {
  const { dataset, spec } = facts;
  if (hash !== dataset.hash || !holds(facts, remedy)) return false;
  const { target } = issue.values as Record<string, unknown>;
  return target === undefined || (spec !== null && targetsOf(spec).some((name) => name === target));
}

function stillIgnored({ spec }: Facts, { values, code }: Issue): boolean {
  if (spec === null || !('column' in values) || !code.startsWith('column_')) return true;
  return spec.data.columns.find(({ name }) => name === values.column)?.role === 'ignored';
}

function sameRemedy(one: Remedy, other: Remedy | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
