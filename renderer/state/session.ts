// What every screen may reach: the page's connection and its state classes, handed down through Svelte's context so that no
// module holds them.
import { createContext } from 'svelte';
import type { Connection } from '../connection/connection.ts';
import { Navigation } from './navigation.svelte.ts';
import { Opening } from './opening.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

export interface Session {
  connection: Connection;
  workspace: Workspace;
  preferences: Preferences;
  navigation: Navigation;
  opening: Opening;
}

export const [session, provideSession] = createContext<Session>();

export function newSession(connection: Connection): Session {
  const navigation = new Navigation();
  return {
    connection,
    navigation,
    workspace: new Workspace(connection),
    preferences: new Preferences(),
    opening: new Opening(connection, () => navigation.go('dataset')),
  };
}
