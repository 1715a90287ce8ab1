// A stage in the rail, found by how its name begins: what it still needs may name another stage.
import type { Locator, Page } from '@playwright/test';

export type StageName = 'Dataset' | 'Model' | 'Training' | 'Evaluation' | 'Export';

export function stageLink(page: Page, name: StageName): Locator {
  return page.getByRole('link', { name: new RegExp(`^${name}`) });
}
