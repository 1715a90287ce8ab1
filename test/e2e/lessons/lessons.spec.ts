// A learner opens the lessons, does one by pointer and by keyboard, leaves it and takes it up again, in both languages.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

const shipped = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
const rail = (page: Page) => page.getByRole('navigation', { name: 'Stages' });
const words = (page: Page) => page.getByRole('region', { name: 'Text of the step' });
const controls = (page: Page) => page.getByRole('region', { name: 'Controls of this step' });

async function openLessons(page: Page): Promise<void> {
  await rail(page)
    .getByRole('link', { name: /^Lessons/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lessons' })).toBeVisible();
}
async function openLesson(page: Page, name: string): Promise<void> {
  await openLessons(page);
  await page
    .getByRole('region', { name: 'Lessons' })
    .getByRole('button', { name: new RegExp(`^\\d+ ${name}`) })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`${name}$`) })).toBeVisible();
}

test('the list has fifteen lessons and says where to begin', async ({ page }) => {
  await openLessons(page);
  await expect(page.getByRole('region', { name: 'Lessons' }).getByRole('listitem')).toHaveCount(15);
  await expect(page.getByText('0 of 15 done').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: '1. A neuron' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize({ width: 900, height: 700 });
  expect(await findings(page)).toEqual([]);
});

test('a question comes before what it asks about, and a goal is met by training', async ({ page }) => {
  await openLesson(page, 'Gradient descent');
  const text = words(page);
  await expect(text.getByRole('heading', { name: 'The slope decides' })).toBeVisible();
  await expect(text.getByText('Take three steps and see the loss fall each time.')).toHaveCount(0);
  await expect(text.getByRole('button', { name: 'Check' })).toHaveAttribute('aria-disabled', 'true');
  await text.getByText('w must shrink. With a negative slope it would have to grow.').click();
  await text.getByRole('button', { name: 'Check' }).click();
  await expect(text.getByText('That is right.')).toBeVisible();
  const goal = text
    .getByRole('listitem')
    .filter({ hasText: 'Take three steps and see the loss fall each time.' });
  await expect(goal).toContainText('Step 0: loss');
  await goal.getByRole('button', { name: 'Hint' }).click();
  await expect(goal).toContainText('watch the table of steps');
  for (let taken = 1; taken <= 3; taken++) {
    await controls(page).getByRole('button', { name: 'One step' }).click();
    await expect(page.getByRole('table', { name: /^Every step/ }).getByRole('row')).toHaveCount(taken + 2);
  }
  await expect(goal).toContainText('Goal met:');
  await expect(goal).toContainText('The loss fell from 4.9');
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize({ width: 900, height: 700 });
  expect(await findings(page)).toEqual([]);
});

test('text and views scroll each by itself, and the whole screen does not, with all that only screen readers get', async ({
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 500 });
  await openLesson(page, 'A layer is a matrix product');
  await words(page).getByRole('textbox').fill('15');
  await words(page)
    .getByRole('button', { name: /Check|See what/ })
    .click();
  await expect(words(page).getByRole('heading', { name: 'Goals' })).toBeVisible();
  await expect(words(page)).toHaveAttribute('tabindex', '0');
  const beyond = await page
    .getByRole('main')
    .evaluate((main) => [main.scrollWidth - main.clientWidth, main.scrollHeight - main.clientHeight]);
  expect(beyond).toEqual([0, 0]);
});

test('everything is done with the keyboard, and the next step is read from its title', async ({ page }) => {
  await openLesson(page, 'Gradient descent');
  const first = words(page).getByRole('radio').first();
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(words(page).getByText('That is right.')).toBeVisible();
  await controls(page).getByRole('button', { name: 'One step' }).focus();
  for (let taken = 0; taken < 3; taken++) await page.keyboard.press('Enter');
  await expect(words(page).getByText('Goal met:').first()).toBeAttached();
  const next = page.getByRole('button', { name: 'Next', exact: true });
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(words(page).getByRole('heading', { name: 'How far is one step?' })).toBeFocused();
  await expect(
    page.getByRole('navigation', { name: 'Steps of the lesson' }).getByRole('button').first(),
  ).toContainText('done');
  const rate = controls(page).getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.4');
  await rate.press('Enter');
  await expect(words(page).getByRole('math').filter({ hasText: '0.4' })).toBeVisible();
});

test('a question that was answered keeps the numbers that its right answer is of', async ({ page }) => {
  await openLesson(page, 'The derivative of a fully connected layer');
  await page.getByRole('navigation', { name: 'Steps of the lesson' }).getByRole('button').nth(1).click();
  const question = words(page).getByRole('heading', { name: /What is the derivative by/ });
  await expect(question).toContainText('is 2.');
  const answer = words(page).getByRole('textbox');
  await answer.fill('1');
  await answer.press('Tab');
  await words(page).getByRole('button', { name: 'Check' }).click();
  await expect(words(page).getByText('Not 1, but 1.24.')).toBeVisible();
  await controls(page)
    .getByRole('textbox', { name: /Hidden.*x1/ })
    .first()
    .fill('5');
  await expect(words(page).getByRole('listitem').first()).toContainText('h₁ is 6');
  await expect(question).toContainText('is 2.');
});

test('the walk is always of the weights that stand in the fields', async ({ page }) => {
  await openLesson(page, 'Back-propagation');
  await page.getByRole('navigation', { name: 'Steps of the lesson' }).getByRole('button').nth(1).click();
  await expect(words(page).getByRole('heading', { name: 'The loss of this row' })).toBeVisible();
  const walk = page.locator('[data-view=walk]');
  await expect(walk).toContainText('predicted −0.3105');
  const bias = controls(page).getByRole('textbox', { name: /Output.*bias/ });
  for (const [value, predicted] of [
    ['1.3', '0.6895'],
    ['2.3', '1.69'],
  ] as const) {
    await bias.fill(value);
    await expect(walk).toContainText(`predicted ${predicted}`);
  }
});

test('a lesson is left, taken up again, and goes on in the other language', async ({ page }) => {
  await openLesson(page, 'Gradient descent');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(words(page).getByRole('heading', { name: 'How far is one step?' })).toBeVisible();
  await expect(rail(page).getByRole('link', { name: /^Lessons/ })).toContainText('Lesson 7, step 2 of 6');
  await rail(page)
    .getByRole('link', { name: /^Model/ })
    .click();
  const line = page.getByRole('region', { name: 'Open lesson' });
  await expect(line).toContainText('Lesson 7, step 2: How far is one step?');
  await line.getByRole('button', { name: 'Back to the lesson' }).click();
  await expect(words(page).getByRole('heading', { name: 'How far is one step?' })).toBeVisible();

  await page.getByLabel('Language').click();
  await page.getByRole('option', { name: '한국어' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '7. 경사 하강법' })).toBeVisible();
  await expect(page.getByText('6단계 중 2단계', { exact: true })).toBeVisible();
  await page.getByLabel('언어').click();
  await page.getByRole('option', { name: 'English' }).click();

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Leave the lesson' }).click();
  await expect(page.getByText('Where you left off')).toBeVisible();
  await expect(page.getByText('Step 2 of 6: How far is one step?')).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(words(page).getByRole('heading', { name: 'How far is one step?' })).toBeVisible();
});

test('a step that names a row shows it, whatever row was chosen before; an answer is not shown before its question', async ({
  page,
}) => {
  await openLesson(page, 'A layer is a matrix product');
  const row = controls(page).getByRole('textbox', { name: 'Row' });
  await row.fill('51');
  await row.press('Enter');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(words(page).getByRole('heading', { name: 'One neuron at a time' })).toBeVisible();
  await expect(row).toHaveValue('1');
  await expect(page.getByText('A layer as a matrix product')).toHaveCount(0);
  await words(page).getByRole('textbox').fill('−2.1');
  await words(page).getByRole('button', { name: 'See what happens' }).click();
  await expect(words(page).getByText('Not −2.1, but 2.1.')).toBeVisible();
  await expect(page.getByText('A layer as a matrix product')).toBeVisible();
});

test('the last step goes on with a table of one’s own', async ({ page }) => {
  await openLesson(page, 'Gradient descent');
  await page.getByRole('navigation', { name: 'Steps of the lesson' }).getByRole('button').last().click();
  await expect(page.getByText('It needs a column of numbers to predict', { exact: false })).toBeVisible();
  await dropFile(page, shipped('iris.csv'));
  await expect(page.getByRole('heading', { name: /^iris\.csv/ })).toBeVisible();
  await expect(page.getByText('holds no numbers')).toBeVisible();
  await page.getByRole('button', { name: 'Go on with this table' }).click();
  await expect(controls(page)).toBeVisible();
  await controls(page).getByRole('button', { name: 'One step' }).click();
  await expect(
    words(page)
      .getByText(/^Step 1: distance/)
      .first(),
  ).toBeVisible();
});

test('a lesson file opens where it is dropped; what is wrong with one is listed with its lines', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-lesson-'));
  const text = await readFile(shipped('lessons/07-gradient-descent.en.md'), 'utf8');
  const own = text
    .replace('lesson: gradient-descent', 'lesson: my-own')
    .replace(/^number: .*\npart: .*\n/m, '');
  const right = join(folder, 'right.md');
  const wrong = join(folder, 'wrong.md');
  await writeFile(right, own.replace('title: Gradient descent', 'title: Down the hill'));
  await writeFile(
    wrong,
    own.replace('when: lossFalls >= 3', 'when: lossFals >= 3').replace('right: 2', 'right: 9'),
  );
  const formulas = join(folder, 'formulas.md');
  await writeFile(formulas, `${own}\nIt $\`\\goes\`$.\n\nBut $\`\\where\`$?\n`);
  await dropFile(page, wrong);
  await expect(page.getByRole('alert')).toContainText(/[Ll]ine \d+/);
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveCount(2);
  await dropFile(page, formulas);
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveText([
    /^Line \d+: The TeX command \\goes cannot be drawn/,
    /^Line \d+: The TeX command \\where cannot be drawn/,
  ]);
  await dropFile(page, right);
  await expect(page.getByRole('heading', { level: 1, name: 'Down the hill' })).toBeVisible();
  await rm(folder, { recursive: true });
});

test('a class sheet is one file that asks for nothing and draws its formulas', async ({ page }) => {
  await openLesson(page, 'Gradient descent');
  await page.getByRole('button', { name: 'More' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Print this lesson' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('gradient-descent-en.html');
  const sheet = await readFile(await download.path(), 'utf8');
  expect(sheet).toContain('<math');
  expect(sheet).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});

test('the palette finds a lesson by its title', async ({ page }) => {
  await openLessons(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('gradient desc');
  await page.getByRole('option', { name: /Lesson 7: Gradient descent/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '7. Gradient descent' })).toBeVisible();
});
