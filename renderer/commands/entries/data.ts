// Columns of the open table, kept runs, lessons and terms of the glossary as entries of the palette.

import type { RunSummary } from '../../../app/contract/run/training.ts';
import { m } from '../../paraglide/messages.js';
import type { PageContext } from '../../state/pageContext.ts';
import { openRun } from '../../state/run/openRun.ts';
import { glossary } from '../../wording/glossary.ts';
import { goalsMet, lessonName } from '../../wording/lesson/lessonWords.ts';
import { numbers } from '../../wording/numbers.ts';
import { runOutcome, runTitle } from '../../wording/runTitle.ts';
import type { Entry } from './entry.ts';

export function columnEntries({ navigation, revealing, workspace }: PageContext): Entry[] {
  const { dataset, spec } = workspace;
  const roles = new Map(spec?.data.columns.map(({ name, role }) => [name, role]));
  return (dataset?.columns ?? []).map(({ name, type }) => {
    const role = roles.get(name);
    return {
      id: `column ${name}`,
      group: 'columns',
      icon: 'table',
      name,
      detail: m[`dataset_type_${type}`](),
      ...(role ? { value: m[`dataset_role_${role}`]() } : {}),
      reason: null,
      act: () => {
        revealing.ask({ kind: 'column', name });
        navigation.go('dataset');
      },
    };
  });
}

export function runEntries(page: PageContext, runs: readonly RunSummary[]): Entry[] {
  return runs.map((run) => ({
    id: `run ${run.id}`,
    group: 'runs',
    icon: 'runs',
    name: runTitle(run),
    also: `${run.fileName} ${run.target} ${run.notes}`,
    detail: numbers().moment(run.startedAt),
    value: runOutcome(run),
    reason: null,
    act: () => void openRun(page, run, runTitle(run)),
  }));
}

export function lessonEntries({ lessons }: PageContext): Entry[] {
  return (lessons.list ?? []).map((lesson) => ({
    id: `lesson ${lesson.id}`,
    group: 'lessons',
    icon: 'book',
    name: lessonName(lesson),
    also: `${lesson.id} ${lesson.summary}`,
    detail: lesson.summary,
    value: goalsMet(lesson),
    reason: null,
    act: () => void lessons.start(lesson.id),
  }));
}

/** @param read shows the meaning. */
export function termEntries(read: (entry: Entry) => void): Entry[] {
  return glossary().map(({ id, name, also, meaning }) => {
    const entry: Entry = {
      id: `term ${id}`,
      group: 'terms',
      icon: 'book',
      name,
      also,
      detail: meaning,
      value: also,
      reason: null,
      act: () => read(entry),
    };
    return entry;
  });
}
