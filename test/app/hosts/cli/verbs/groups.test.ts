// `evaluate` with the groups of a column: their table for a person, JSON lines before the result for a program.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from '../command.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../../../examples/${name}`, import.meta.url));
let cli: CommandLine;

beforeAll(async () => {
  cli = await openCommandLine();
  const seattle = ['train', example('seattle_weather.csv'), '--target', 'weather', '--epochs', '5'];
  await cli.run(...seattle, '--seed', '1', '--out', 'weather');
  const cars = [
    'train',
    example('cars.csv'),
    '--target',
    'Miles_per_Gallon',
    '--target',
    'Weight_in_lbs',
    '--epochs',
    '5',
  ];
  await cli.run(...cars, '--seed', '1', '--out', 'cars');
});
afterAll(() => cli.close());

it('the groups of a column are a table with rows, score, interval, the rest and the chance', async () => {
  const by = ['--by', 'date', '--date-part', 'month', '--worst-groups'];
  const { code, stdout } = await cli.run('evaluate', 'weather', example('seattle_weather.csv'), ...by);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^date \(month\) +rows +wrong +balanced accuracy +95 % interval +the rest +chance$/m,
  );
  expect(stdout).toMatch(/^12 +124 +\d+ /m);
  expect(stdout).toContain('corrected for 12 groups (Bonferroni).');
  expect(stdout).toMatch(/^Worst groups, of \d+ in 5 columns:$/m);
  expect(stdout).toMatch(/ rows wrong; the rest .*; (that may be chance|hardly chance) \(p = /);
});

it('as JSON they are a line of their own for each target, before the result', async () => {
  const { lines } = await cli.run('evaluate', 'cars', example('cars.csv'), '--by', 'Cylinders', '--json');
  expect(lines.map(({ type }) => type).slice(-3)).toEqual(['groups', 'groups', 'result']);
  const found = lines.filter(({ type }) => type === 'groups');
  expect(found.map(({ target }) => target)).toEqual(['Miles_per_Gallon', 'Weight_in_lbs']);
  expect(found[0]).toMatchObject({ column: 'Cylinders', metric: 'mae', method: 'student' });
  expect(found[0]!.groups).toHaveLength(5);
});

it('are not told where nobody asked, and a column that the file lacks is refused', async () => {
  const { lines } = await cli.run('evaluate', 'cars', example('cars.csv'), '--json');
  expect(lines.map(({ type }) => type)).not.toContain('groups');
  const wrong = await cli.run('evaluate', 'cars', example('cars.csv'), '--by', 'Colour');
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('has no column "Colour"');
});
