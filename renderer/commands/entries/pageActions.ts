// What can be done with the page as a whole as entries of the palette: open something, undo, compare, choose theme and language, see
// settings and keys.

import { endedStates } from '../../../app/contract/run/training.ts';
import type { Example } from '../../../app/contract/table/dataset.ts';
import type { Undoable } from '../../../app/contract/undo.ts';
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
  const { run } = page.workspace;
  const busy = run !== null && !endedStates.includes(run.progress.state) ? m.drop_busy() : null;
  return [
    openAction(page, busy),
    ...undoActions(page, busy),
    {
      id: 'action compare',
      group: 'actions',
      icon: 'runs',
      name: m.action_compare(),
      also: inOtherLanguage(m.action_compare),
      detail: m.action_compare_detail(),
      reason: known.runs > 1 ? null : m.action_compare_few(),
      act: () => page.navigation.go('runs'),
    },
    ...lookActions(page),
    ...sheetActions(known),
    ...exampleActions(page, known, busy),
  ];
}

function openAction({ opening }: PageContext, busy: string | null): Entry {
  return {
    id: 'action open',
    group: 'actions',
    icon: 'folder',
    name: m.action_open(),
    also: inOtherLanguage(m.action_open),
    detail: m.action_open_detail(),
    key: commandKeys.open,
    reason: busy,
    act: () => void opening.choose(),
  };
}

function exampleActions({ opening }: PageContext, { examples }: Known, busy: string | null): Entry[] {
  return examples.map((example) => {
    const title = exampleTitle(example);
    return {
      id: `action example ${example.file}`,
      group: 'actions',
      icon: 'table',
      name: m.action_example({ title }),
      also: `${inOtherLanguage(m.action_example, { title: example.title })} ${example.file}`,
      detail: example.file,
      reason: busy,
      act: () => void opening.example(example),
    };
  });
}

function undoActions({ changes, workspace }: PageContext, busy: string | null): Entry[] {
  const { undoes, redoes } = workspace.undoable;
  const reasonOf = (what: Undoable | null, nothing: string) => {
    if (what === null) return nothing;
    return busy !== null && what.kind !== 'run' ? m.undo_running() : null;
  };
  return [
    {
      id: 'action undo',
      group: 'actions',
      icon: 'undo',
      name: undoes ? m.action_undo({ what: undoableWords(undoes) }) : m.action_undo_none(),
      also: inOtherLanguage(m.action_undo_none),
      detail: '',
      key: commandKeys.undo,
      reason: reasonOf(undoes, m.undo_nothing()),
      act: () => void changes.undo(),
    },
    {
      id: 'action redo',
      group: 'actions',
      icon: 'redo',
      name: redoes ? m.action_redo({ what: undoableWords(redoes) }) : m.action_redo_none(),
      also: inOtherLanguage(m.action_redo_none),
      detail: '',
      key: commandKeys.redo,
      reason: reasonOf(redoes, m.redo_nothing()),
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
        const name = m.action_language({ language: languageNames[language] });
        const also = inOtherLanguage(m.action_language, { language });
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
      name: m.action_settings(),
      also: inOtherLanguage(m.action_settings),
      detail: m.action_settings_detail(),
      reason: null,
      act: () => openSheet('settings'),
    },
    {
      id: 'action keys',
      group: 'actions',
      icon: 'keyboard',
      name: m.action_keys(),
      also: inOtherLanguage(m.action_keys),
      detail: m.action_keys_detail(),
      reason: null,
      act: () => openSheet('keys'),
    },
  ];
}
