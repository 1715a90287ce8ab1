// The settings of the spec as entries of the palette, named in the language of the page; each leads to its control. The settings come
// from the contract's tables, so that one that is added there is found here.

import { layersOn } from '../../../app/contract/spec/layers.ts';
import { lossesWith, lossNumbers } from '../../../app/contract/spec/losses.ts';
import { optimizerSettings } from '../../../app/contract/spec/optimizers.ts';
import { regularizationSettings } from '../../../app/contract/spec/regularization.ts';
import { scheduleSettings } from '../../../app/contract/spec/schedules.ts';
import type { Settings } from '../../../app/contract/spec/settings.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { stoppingSettings } from '../../../app/contract/spec/stopping.ts';
import { m } from '../../paraglide/messages.js';
import { settingRows } from '../../settings/settingsForm.ts';
import type { Screen } from '../../state/navigation.svelte.ts';
import type { PageContext } from '../../state/pageContext.ts';
import { targetText } from '../../state/run/targets.ts';
import { cardName } from '../../wording/layerNames.ts';
import { inOtherLanguage } from '../../wording/otherLanguage.ts';
import { scheduleName, settingLabel, settingOtherLabel, settingValue } from '../../wording/settingWords.ts';
import { lossNames, optimizerNames } from '../../wording/specNames.ts';
import type { Entry } from './entry.ts';

type Text = typeof m.model_loss;

interface Place {
  path: string;
  screen: Screen;
  detail: string;
  value?: string;
}
type MakeEntry = (name: string, also: string, place: Place) => Entry;

export function settingEntries({ navigation, revealing, workspace }: PageContext): Entry[] {
  const { spec } = workspace;
  if (spec === null) return [];
  const make: MakeEntry = (name, also, { path, screen, detail, value }) => ({
    id: `setting ${path}`,
    group: 'settings',
    icon: 'sliders',
    name,
    also,
    detail,
    ...(value === undefined ? {} : { value }),
    reason: null,
    act: () => {
      revealing.ask({ kind: 'setting', path });
      navigation.go(screen);
    },
  });
  const named = (text: Text, path: string, value: string, screen: Screen = 'model') =>
    make(text(), `${inOtherLanguage(text)} ${path.split('.').at(-1)}`, {
      path,
      screen,
      detail: m[screen === 'dataset' ? 'stage_dataset' : 'stage_model'](),
      value,
    });
  const { training } = spec;
  return [
    named(m.model_loss, 'training.loss', lossNames()[training.loss]),
    named(m.model_optimizer, 'training.optimizer', optimizerNames()[training.optimizer.type]),
    ...tablesOf(spec, make),
    named(m.model_schedule, 'training.schedule', scheduleName(training.schedule.type)),
    named(m.model_epochs, 'training.epochs', settingValue(training.epochs)),
    named(
      m.model_batch,
      'training.batchSize',
      training.batchSize === 'full' ? m.model_batch_full() : settingValue(training.batchSize),
    ),
    named(m.model_patience, 'training.patience', settingValue(training.patience)),
    named(m.model_seed, 'seed', settingValue(spec.seed)),
    setting(make, 'precision', 'training', m.model_computing(), training.precision),
    ...layerEntries(spec, make),
    named(m.palette_target, 'data.target', targetText(spec), 'dataset'),
  ];
}

function setting(make: MakeEntry, name: string, path: string, part: string, value: unknown): Entry {
  return make(settingLabel(name), `${settingOtherLabel(name)} ${name}`, {
    path: `${path}.${name}`,
    screen: 'model',
    detail: `${m.stage_model()}, ${part}`,
    value: settingValue(value),
  });
}

function tablesOf({ training }: RunSpec, make: MakeEntry): Entry[] {
  const { optimizer, schedule, loss, lossSettings, regularization, stopping } = training;
  const table = (
    settings: Settings,
    values: object,
    path: string,
    part: string,
    has?: (name: string) => boolean,
  ) =>
    settingRows(settings, values, has).map(({ name, value }) =>
      setting(make, name, `training.${path}`, part, value),
    );
  const hasLoss = (name: string) => lossesWith[name as keyof typeof lossesWith].includes(loss);
  return [
    ...table(optimizerSettings[optimizer.type], optimizer, 'optimizer', m.model_optimizer()),
    ...table(scheduleSettings[schedule.type], schedule, 'schedule', m.model_schedule()),
    ...table(lossNumbers, lossSettings, 'lossSettings', m.model_loss(), hasLoss),
    ...table(regularizationSettings, regularization, 'regularization', m.model_regularization()),
    ...table(stoppingSettings, stopping, 'stopping', m.model_stopping()),
  ];
}

/** Entries of the hidden layers that are on; a layer that is off shows no controls. */
function layerEntries({ model }: RunSpec, make: MakeEntry): Entry[] {
  return layersOn(model.layers).flatMap((index) => {
    const layer = model.layers[index];
    if (layer === undefined) return [];
    const place = {
      screen: 'model',
      detail: `${m.stage_model()}, ${cardName(model.layers, index)}`,
    } as const;
    const path = `model.layers.${index}`;
    const named = (text: Text, name: 'units' | 'activation' | 'initializer') =>
      make(text(), `${inOtherLanguage(text)} ${name}`, {
        ...place,
        path: `${path}.${name}`,
        value: settingValue(layer[name]),
      });
    const own = (['bias', 'normalization', 'dropout'] as const).map((name) =>
      setting(make, name, path, cardName(model.layers, index), layer[name]),
    );
    return [
      named(m.palette_units, 'units'),
      named(m.palette_activation, 'activation'),
      named(m.model_initializer, 'initializer'),
      ...own,
    ];
  });
}
