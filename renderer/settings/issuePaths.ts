// Which issues of a plan are shown at which control, and which beside the drawing because no control of the screen concerns them.

import type { Issue } from '../../app/contract/issues/issues.ts';

const pathsWithControl = [/^model\.layers\.\d+/, /^model\.output/, /^training\./, /^seed/];

/** Issues at `path` and below it. */
export function issuesAt(issues: readonly Issue[], path: string): Issue[] {
  return issues.filter((issue) => issue.path === path || issue.path?.startsWith(`${path}.`));
}

/** Findings about the table are said once, on the dataset screen, unless they block training. */
export function issuesAfterDataset(issues: readonly Issue[]): Issue[] {
  return issues.filter(({ severity, stage }) => severity === 'error' || stage !== 'dataset');
}

/** Issues that no control of the model screen shows. */
export function issuesBeside(issues: readonly Issue[]): Issue[] {
  return issuesAfterDataset(issues).filter(
    ({ path = '' }) => !pathsWithControl.some((pattern) => pattern.test(path)),
  );
}
