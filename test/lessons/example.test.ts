// The lesson that docs/lessons.md tells authors to begin with has no mistake, in either language, and uses what they are to learn from it.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect } from '../app/workspace/table/openedTable.ts';

const folder = resolve('docs/lesson-example');

describe.each(['scaling.md', 'scaling.ko.md'])('%s', (name) => {
  test('has no mistake', async () => {
    const { issues } = await connect().lessons.check({ file: { kind: 'path', path: resolve(folder, name) } });
    expect(issues.map(({ message }) => message)).toEqual([]);
  });

  test.each([
    ...['lesson', 'title', 'summary', 'table', 'target', 'features', 'set', 'weights', 'before', 'own'],
    ...['views', 'controls', 'locked', 'row', 'race', 'point'],
    ...['id', 'ask', 'options', 'right', 'answer', 'within', 'because', 'reveals'],
    ...['goal', 'when', 'now', 'met', 'hint'],
  ])('has the field %s', async (field) => {
    expect(await readFile(resolve(folder, name), 'utf8')).toMatch(new RegExp(`^ *${field}:`, 'm'));
  });
});
