// Actions on the whole page as entries of the palette: open something, undo, compare runs, choose theme and language, show settings and
// keys.

import type { Example } from '../../../app/contract/table/dataset.ts';
import { commandKeys } from '../../controls/keys/commandKeys.ts';
import { m } from '../../paraglide/messages.js';
import type { PageContext } from '../../state/pageContext.ts';
import { languageNames, languages } from '../../state/preferences.svelte.ts';
import { inOtherLanguage } from '../../wording/otherLanguage.ts';
import { exampleTitle } from '../../wording/sentences.ts';
import { undoableWords } from '../../wording/undoWords.ts';
import type { Entry } from './entry.ts';

/** What opens beside the screen. */
export type Sheet = 'settings' | 'keys';

export interface Known {
  examples: readonly Example[];
  /** How many runs are kept. */
  runs: number;
  openSheet: (sheet: Sheet) => void;
}

export function pageActions(page: PageContext, known: Known): Entry[] {
  return [
    openAction(page),
    ...undoActions(page),
    {
      id: 'action compare',
      group: 'actions',
      icon: 'runs',
      name: m.command_compare(),
      also: inOtherLanguage(m.command_compare),
      detail: m.command_compare_detail(),
      reason: known.runs > 1 ? null : m.command_compare_few(),
      act: () => page.navigation.go('runs'),
    },
    ...lookActions(page),
    ...sheetActions(known),
    ...exampleActions(page, known),
  ];
}

function openAction({ opening }: PageContext): Entry {
  return {
    id: 'action open',
    group: 'actions',
    icon: 'folder',
    name: m.command_open(),
    also: inOtherLanguage(m.command_open),
    detail: m.command_open_detail(),
    key: commandKeys.open,
    reason: null,
    act: () => void opening.choose(),
  };
}

function exampleActions({ opening }: PageContext, { examples }: Known): Entry[] {
  return examples.map((example) => {
    const title = exampleTitle(example);
    return {
      id: `action example ${example.file}`,
      group: 'actions',
      icon: 'table',
      name: m.command_example({ title }),
      also: `${inOtherLanguage(m.command_example, { title: example.title })} ${example.file}`,
      detail: example.file,
      reason: null,
      act: () => void opening.example(example),
    };
  });
}

function undoActions({ changes, workspace }: PageContext): Entry[] {
  const { undoes, redoes } = workspace.undoable;
  return [
    {
      id: 'action undo',
      group: 'actions',
      icon: 'undo',
      name: undoes ? m.command_undo({ what: undoableWords(undoes) }) : m.command_undo_none(),
      also: inOtherLanguage(m.command_undo_none),
      detail: '',
      key: commandKeys.undo,
      reason: undoes ? null : m.undo_nothing(),
      act: () => void changes.undo(),
    },
    {
      id: 'action redo',
      group: 'actions',
      icon: 'redo',
      name: redoes ? m.command_redo({ what: undoableWords(redoes) }) : m.command_redo_none(),
      also: inOtherLanguage(m.command_redo_none),
      detail: '',
      key: commandKeys.redo,
      reason: redoes ? null : m.redo_nothing(),
      act: () => void changes.redo(),
    },
  ];
}

function lookActions({ preferences }: PageContext): Entry[] {
  const dark = preferences.theme === 'dark';
  const theme = dark ? m.frame_light : m.frame_dark;
  return [
    {
      id: 'action theme',
      group: 'actions',
      icon: dark ? 'sun' : 'moon',
      name: theme(),
      also: `${inOtherLanguage(theme)} ${m.settings_theme()}`,
      detail: m.settings_theme(),
      reason: null,
      act: () => preferences.toggleTheme(),
    },
    ...languages
      .filter((language) => language !== preferences.language)
      .map((language): Entry => {
        const name = m.command_language({ language: languageNames[language] });
        const also = inOtherLanguage(m.command_language, { language });
        const act = () => preferences.speak(language);
        return {
          id: `action ${language}`,
          group: 'actions',
          icon: 'globe',
          name,
          also,
          detail: '',
          reason: null,
          act,
        };
      }),
  ];
}

function sheetActions({ openSheet }: Known): Entry[] {
  return [
    {
      id: 'action settings',
      group: 'actions',
      icon: 'sliders',
      name: m.command_settings(),
      also: inOtherLanguage(m.command_settings),
      detail: m.command_settings_detail(),
      reason: null,
      act: () => openSheet('settings'),
    },
    {
      id: 'action keys',
      group: 'actions',
      icon: 'keyboard',
      name: m.command_keys(),
      also: inOtherLanguage(m.command_keys),
      detail: m.command_keys_detail(),
      reason: null,
      act: () => openSheet('keys'),
    },
  ];
}
