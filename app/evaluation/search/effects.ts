// What each value of a setting is worth: candidates differ in many settings at once, so a plain mean by value would also show those. An
// additive model, score = mean + one effect for each setting's value, is fitted by backfitting (Hastie and Tibshirani, 1990).
import {
  type CandidateSettings,
  type SearchSetting,
  type SettingEffect,
  searchSettings,
} from '../../contract/run/search.ts';
import { mean, standardError } from './foldScores.ts';

export interface Tried {
  index: number;
  settings: CandidateSettings;
  /** After the first rung. */
  score: number;
}

/** Enough for effects to settle to three digits. */
const rounds = 20;

/** Settings of which at least two values were tried, their values by the number or in the order in which they came. Linear candidates,
 *  which are fitted in another way, count for the hidden layers only. */
export function settingEffects(tried: readonly Tried[]): SettingEffect[] {
  if (tried.length === 0) return [];
  const settings = searchSettings.flatMap((setting) => {
    const groups = groupsOf(tried, setting);
    return groups.size < 2 ? [] : [{ setting, groups }];
  });
  const overall = mean(tried.map(({ score }) => score));
  const rest = tried.map(({ score }) => score - overall);
  const effects = settings.map(({ groups }) => new Map([...groups.keys()].map((value) => [value, 0])));
  for (let round = 0; round < rounds; round++)
    for (const [s, { groups }] of settings.entries()) takeMeans(groups, effects[s]!, rest);
  return settings.map(({ setting, groups }, s) => ({
    setting,
    values: [...groups].map(([value, members]) => ({
      value,
      effect: effects[s]!.get(value)!,
      error: standardError(members.map((k) => rest[k]!)),
      candidates: members.map((k) => tried[k]!.index),
    })),
  }));
}

/** Moves the mean of what is left in each group into its effect. */
function takeMeans(
  groups: ReadonlyMap<string, number[]>,
  effects: Map<string, number>,
  rest: number[],
): void {
  for (const [value, members] of groups) {
    const more = mean(members.map((k) => rest[k]!));
    effects.set(value, effects.get(value)! + more);
    for (const k of members) rest[k]! -= more;
  }
}

/** Positions in `tried` by the value as text. */
function groupsOf(tried: readonly Tried[], setting: SearchSetting): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  const sorted = [...tried.keys()].sort((a, b) =>
    order(tried[a]!.settings[setting], tried[b]!.settings[setting]),
  );
  for (const k of sorted) {
    const { settings } = tried[k]!;
    const value = settings[setting];
    if (value === null || (setting !== 'hidden' && settings.hidden.length === 0)) continue;
    const text = settingText(value);
    groups.set(text, [...(groups.get(text) ?? []), k]);
  }
  return groups;
}

function order(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (Array.isArray(one) && Array.isArray(other)) return size(one) - size(other);
  return 0;
}

/** Roughly by the number of weights. */
const size = (hidden: number[]) =>
  hidden.reduce((sum, units, k) => sum + units * ((hidden[k - 1] ?? 0) + 10), 0);

/** `64, 32`, `none` for no hidden layer. */
export function settingText(value: NonNullable<CandidateSettings[SearchSetting]>): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? 'none' : value.join(', ');
}
