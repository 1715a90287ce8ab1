// The screens as entries of the palette, each with its line of the rail or with what it needs before it opens.

import { stages } from '../../../app/contract/issues/issues.ts';
import type { IconName } from '../../controls/iconPaths.ts';
import { type Need, pipelineFacts, stageState } from '../../frame/pipeline.ts';
import { needLine, stageLine } from '../../frame/railLines.ts';
import { m } from '../../paraglide/messages.js';
import type { Screen } from '../../state/navigation.svelte.ts';
import type { PageContext } from '../../state/pageContext.ts';
import { inOtherLanguage } from '../../wording/otherLanguage.ts';
import type { Entry } from './entry.ts';

export function screenEntries({ currentRun, navigation, workspace }: PageContext): Entry[] {
  const facts = pipelineFacts(workspace);
  const needs = new Map(stages.map((stage) => [stage, stageState(stage, 'start', facts).needs]));
  const screen = (
    to: Screen,
    text: typeof m.screen_start,
    detail: string,
    { icon = 'screen', need = null }: { icon?: IconName; need?: Need | null } = {},
  ): Entry => ({
    id: `screen ${to}`,
    group: 'screens',
    icon,
    name: text(),
    also: inOtherLanguage(text),
    detail,
    reason: need && needLine(need),
    act: () => navigation.go(to),
  });
  return [
    ...stages.map((stage) =>
      screen(stage, m[`stage_${stage}`], stageLine(stage, workspace, currentRun.progress), {
        need: needs.get(stage) ?? null,
      }),
    ),
    screen('runs', m.runs_title, m.palette_runs_detail(), { icon: 'runs' }),
    screen('lessons', m.lessons_title, m.palette_lessons_detail(), { icon: 'book' }),
    screen('race', m.race_open, m.palette_race_detail(), { icon: 'race', need: needs.get('model') ?? null }),
    screen('repeats', m.repeats_title, m.palette_repeats_detail(), { need: needs.get('evaluation') ?? null }),
    screen('search', m.search_open, m.search_palette_detail(), { need: needs.get('model') ?? null }),
    screen('walk', m.walk_open, m.walk_open_hint(), { need: needs.get('training') ?? null }),
    screen('start', m.screen_start, m.palette_start_detail()),
  ];
}
