// The doctor: from a run's losses, settings and layer statistics to diagnoses, each a cause, the number that shows it, and a remedy. The
// rules lie beside this file, each threshold with its reason; none uses test rows. The same records give the same diagnoses.
import type { Diagnosis } from '../../contract/issues/diagnoses.ts';
import { cellsFarOut, unitsAlike, unscaledInputs } from './beginning.ts';
import { causesOf } from './consequences.ts';
import type { Examined } from './examined.ts';
import { calmed, goingWell } from './goodNews.ts';
import { insideLayers } from './layers.ts';
import { lossTrend } from './lossTrend.ts';
import { fewValidationRows, overfitting } from './overfitting.ts';

/** Diagnoses, the most urgent first. */
export function examine(run: Examined): Diagnosis[] {
  const beginning = [...cellsFarOut(run), ...unscaledInputs(run), ...unitsAlike(run)];
  // The run itself reports why it diverged and what to do (Progress.cause); what led there is not a second fault.
  if (run.state === 'diverged') return causesOf(beginning);
  const found = causesOf([...beginning, ...lossTrend(run), ...overfitting(run), ...insideLayers(run)]);
  const good = [...calmed(run), ...(found.length === 0 ? goingWell(run) : [])];
  return [...found, ...fewValidationRows(run), ...good];
}
