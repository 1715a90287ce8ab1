// What a person wants to do instead of going on with a run, after "Stop the run and".

import { m } from '../paraglide/messages.js';
import type { Action } from '../state/run/stopFirst.ts';

export function actionWords(action: Action): string {
  switch (action.kind) {
    case 'open':
      return m.action_open({ what: action.file });
    case 'openRun':
      return m.action_open({ what: action.run });
    case 'reuseRun':
      return m.action_reuseRun({ run: action.run });
    case 'deleteRun':
      return m.action_deleteRun({ run: action.run });
    default:
      return m[`action_${action.kind}`]();
  }
}
