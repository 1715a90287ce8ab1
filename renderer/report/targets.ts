// Names of the columns that the reported model predicts.

import type { Report } from '../../app/contract/report.ts';

export function targetsOf({ spec }: Pick<Report, 'spec'>): string[] {
  return spec.data.columns.flatMap(({ name, role }) => (role === 'target' ? [name] : []));
}
