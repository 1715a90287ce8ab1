// Every setting, choice and kind of the contract has its words in both languages, and a formula that the typesetter takes.
import { readFileSync } from 'node:fs';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { activations } from '../../../app/contract/spec/layers.ts';
import { losses, lossNumbers } from '../../../app/contract/spec/losses.ts';
import { optimizerSettings, optimizers } from '../../../app/contract/spec/optimizers.ts';
import { regularizationSettings } from '../../../app/contract/spec/regularization.ts';
import { scheduleSettings, schedules } from '../../../app/contract/spec/schedules.ts';
import type { Setting, Settings } from '../../../app/contract/spec/settings.ts';
import { stoppingSettings } from '../../../app/contract/spec/stopping.ts';
import { activationTex } from '../../../renderer/formulas/activationTex.ts';
import { lossTex } from '../../../renderer/formulas/lossTex.ts';
import { optimizerTex } from '../../../renderer/formulas/optimizerTex.ts';
import { scheduleTex } from '../../../renderer/formulas/scheduleTex.ts';
import { meaningOf } from '../../../renderer/wording/glossary.ts';
import { settingTerms } from '../../../renderer/wording/settingWords.ts';

const tables: Settings[] = [
  lossNumbers,
  regularizationSettings,
  stoppingSettings,
  ...Object.values(optimizerSettings),
  ...Object.values(scheduleSettings),
];
const settings = tables.flatMap((table): [string, Setting][] => Object.entries(table));
const choices = settings.flatMap(([, setting]) => (setting.kind === 'choice' ? [...setting.choices] : []));

describe.each(['en', 'ko'])('in %s', (language) => {
  const read = (file: string): Record<string, string> =>
    JSON.parse(
      readFileSync(new URL(`../../../renderer/messages/${language}/${file}.json`, import.meta.url), 'utf8'),
    );
  const words = read('modelSettings');
  const uses = read('modelUses');

  test.each([...new Set(settings.map(([name]) => name))])(
    'the setting %s has a name and a meaning',
    (name) => {
      expect(words[`setting_${name}`]).toBeTruthy();
      const term = settingTerms[name];
      const means = term === undefined ? words[`means_${name}`] : meaningOf(term);
      expect(means).toMatch(/[.다]$/);
    },
  );

  test('a setting that means something else in another optimizer has words of its own there', () => {
    const first = new Map<string, string>();
    for (const [type, table] of Object.entries(optimizerSettings)) {
      for (const [name, { means }] of Object.entries<Setting>(table)) {
        if (!first.has(name)) first.set(name, means);
        const own = `means_${type}_${name}`;
        if (means !== first.get(name)) expect(words[own], own).toMatch(/\.$/);
      }
    }
  });

  test('every choice has a name', () => {
    for (const choice of choices) expect(words[`choice_${choice}`], choice).toBeTruthy();
  });

  test.each([
    ['activation', activations],
    ['loss', losses],
    ['optimizer', optimizers],
    ['schedule', schedules],
  ])('every %s says in a sentence when to use it', (of, names) => {
    for (const name of names) expect(uses[`${of}_use_${name}`], name).toMatch(/\.$/);
  });
});

describe('formulas', () => {
  const taken = (tex: string) => katex.renderToString(tex, { throwOnError: true, strict: 'error' });

  test('the typesetter takes every one of them', () => {
    const lines = [
      ...Object.values(activationTex),
      ...losses.flatMap((loss) => [...lossTex(loss, 'binary'), ...lossTex(loss, 'multiclass')]),
      ...Object.values(optimizerTex).flat(),
      ...Object.values(scheduleTex).flat(),
    ];
    for (const tex of lines) expect(taken(tex), tex).toContain('<math');
  });

  test('no two choices have the same one', () => {
    for (const all of [
      Object.values(activationTex),
      Object.values(optimizerTex),
      Object.values(scheduleTex),
    ]) {
      expect(new Set(all.map(String)).size).toBe(all.length);
    }
  });
});
