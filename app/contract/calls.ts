// Every call between a page or terminal and the backend: the same contract over a MessagePort, a WebSocket or within one
// process. A stream begins with the whole present state, so a page that connects late or again misses nothing. A failed call rejects
// with an APP_ERROR whose data carries a code of errors.ts; a cancelled call (AbortSignal) stops the work behind it.
import { appCalls } from './calls/appCalls.ts';
import { datasetCalls } from './calls/datasetCalls.ts';
import { evaluationCalls } from './calls/evaluationCalls.ts';
import { exportCalls } from './calls/exportCalls.ts';
import { homeCalls } from './calls/homeCalls.ts';
import { insightCalls } from './calls/insightCalls.ts';
import { lessonCalls } from './calls/lessonCalls.ts';
import { modelCalls } from './calls/modelCalls.ts';
import { packCalls } from './calls/packCalls.ts';
import { predictionCalls } from './calls/predictionCalls.ts';
import { raceCalls } from './calls/raceCalls.ts';
import { repeatCalls } from './calls/repeatCalls.ts';
import { runCalls } from './calls/runCalls.ts';
import { searchCalls } from './calls/searchCalls.ts';
import { specCalls } from './calls/specCalls.ts';
import { trainingCalls } from './calls/trainingCalls.ts';
import { workspaceCalls } from './calls/workspaceCalls.ts';

export const contract = {
  app: appCalls,
  workspace: workspaceCalls,
  dataset: datasetCalls,
  spec: specCalls,
  training: trainingCalls,
  race: raceCalls,
  repeats: repeatCalls,
  search: searchCalls,
  lessons: lessonCalls,
  evaluation: evaluationCalls,
  prediction: predictionCalls,
  insight: insightCalls,
  export: exportCalls,
  runs: runCalls,
  packs: packCalls,
  home: homeCalls,
  models: modelCalls,
};
export type Contract = typeof contract;
