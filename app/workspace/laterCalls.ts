// Calls of a room that are loaded together with the first of them, and not with the room: many verbs need a room and none of them.
import { type AnyRouter, lazy } from '@orpc/server';
import { once } from './once.ts';

export function laterCalls<Calls extends Record<string, AnyRouter>>(load: () => Promise<Calls>) {
  const loaded = once(load);
  return <Name extends keyof Calls>(name: Name) => lazy(async () => ({ default: (await loaded())[name] }));
}
