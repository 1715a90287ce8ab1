// Which issues of a plan are shown at which control, and which beside the drawing because they have no control here.

import type { Issue } from '../../app/contract/issues/issues.ts';

const pathsWithControl = [/^model\.layers\.\d+/, /^model\.output/, /^training\./, /^seed/];

/** Issues at `path` and below it. */
export function issuesAt(issues: readonly Issue[], path: string): Issue[] {
  return issues.filter((issue) => issue.path === path || issue.path?.startsWith(`${path}.`));
}

/** Issues that no control of the model screen shows. Findings about the table itself are shown there. */
export function issuesBeside(issues: readonly Issue[]): Issue[] {
  return issues.filter((issue) => {
    if (issue.severity !== 'error' && issue.stage === 'dataset') return false;
    return !pathsWithControl.some((path) => path.test(issue.path ?? ''));
  });
}
