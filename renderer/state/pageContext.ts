// What every screen may reach: the page's connection and its state classes, handed down through Svelte's context so that no
// module holds them.

import { createContext } from 'svelte';
import type { Connection } from '../connection/connection.ts';
import { Lessons } from './lesson/lessons.svelte.ts';
import { Navigation } from './navigation.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { RaceChoice } from './race/raceChoice.svelte.ts';
import { RepeatsChoice } from './repeats/repeatsChoice.svelte.ts';
import { Revealing } from './revealing.svelte.ts';
import { CurrentRun } from './run/currentRun.svelte.ts';
import { LaidRuns } from './run/laidRuns.svelte.ts';
import { Packing } from './run/packing.svelte.ts';
import { TrainCommand } from './run/trainCommand.svelte.ts';
import { SearchChoiceState } from './search/searchChoice.svelte.ts';
import { Opening } from './table/opening.svelte.ts';
import { Rereading } from './table/rereading.svelte.ts';
import { TableChanges } from './table/tableChanges.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

export interface PageContext {
  connection: Connection;
  workspace: Workspace;
  preferences: Preferences;
  navigation: Navigation;
  opening: Opening;
  currentRun: CurrentRun;
  laid: LaidRuns;
  packing: Packing;
  training: TrainCommand;
  changes: TableChanges;
  rereading: Rereading;
  raceChoice: RaceChoice;
  repeatsChoice: RepeatsChoice;
  searchChoice: SearchChoiceState;
  revealing: Revealing;
  lessons: Lessons;
}

export const [pageContext, providePageContext] = createContext<PageContext>();

export function newPageContext(connection: Connection): PageContext {
  const navigation = new Navigation();
  const workspace = new Workspace(connection);
  const preferences = new Preferences();
  const lessons = new Lessons({ workspace, preferences, navigation });
  const language = () => preferences.language;
  const opening = new Opening(connection, workspace, language, (what) => {
    if (what.kind === 'lesson') return lessons.show(what.lesson);
    if (what.kind === 'run') return navigation.go('training');
    if (what.kind === 'model') return navigation.go('model');
    if (what.kind === 'runs') return navigation.go('runs');
    if (what.kind === 'progress') return navigation.go('lessons');
    // A lesson that asks for a table of one's own goes on with it.
    if (navigation.screen === 'lesson' && lessons.step?.own) return;
    navigation.go('dataset');
    // An example comes with its question, so the network for it is proposed at once.
    if (what.target !== null) void workspace.propose({ targets: [what.target] });
  });
  const changes = new TableChanges(workspace);
  return {
    connection,
    navigation,
    workspace,
    opening,
    currentRun: new CurrentRun(workspace),
    laid: new LaidRuns(workspace),
    packing: new Packing(workspace),
    training: new TrainCommand({ workspace, preferences, navigation }),
    changes,
    rereading: new Rereading(workspace, changes),
    raceChoice: new RaceChoice(),
    repeatsChoice: new RepeatsChoice(),
    searchChoice: new SearchChoiceState(),
    revealing: new Revealing(),
    preferences,
    lessons,
  };
}
