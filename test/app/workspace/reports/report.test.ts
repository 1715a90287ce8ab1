// Whole reports, from a table to the text: of classes and numbers, of many classes and several targets, of names that look like code, of
// runs that went wrong, and of models on rows that are new to them.
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { type Report, reportForms, reportLanguages } from '../../../../app/contract/report.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import { getLocale, overwriteGetLocale } from '../../../../renderer/paraglide/runtime.js';
import { writeReport } from '../../../../renderer/report/report.ts';
import { type Client, connect, opened, runOf, trained, written } from '../table/openedTable.ts';

const now = '2026-03-04T05:06:07.000Z';
const cars = resolve('examples/cars.csv');

/** Of the run, after a training on the file. */
async function reported(file: string, choices: Choices): Promise<Report> {
  const client = await opened(file, { epochs: 8, hidden: [6], seed: 1, ...choices });
  return reportOf(client, await trained(client));
}
const reportOf = (client: Client, id: string) => client.models.report({ model: { kind: 'run', id } });

/** All four texts of a report, of which each is whole. */
function texts(report: Report): Record<string, string> {
  const found: Record<string, string> = {};
  for (const language of reportLanguages)
    for (const form of reportForms) {
      const text = writeReport(report, { language, form, now });
      expect(text).not.toMatch(/undefined|(?<!\()NaN|\[object|\bnull\b(?![",\n])/);
      found[`${language} ${form}`] = text;
    }
  return found;
}

/** What is between tags, with its entities. */
const visible = (html: string) => html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^<>]*>/g, '\n');

it('of a number says error, interval and unit in both languages, and has every section', async () => {
  const rows = [
    'size,colour,price',
    ...Array.from(
      { length: 300 },
      (_, k) => `${(k * 37) % 300},${'rgb'[k % 3]},$${1000 + 7 * ((k * 37) % 300) + (k % 13)}`,
    ),
  ];
  const found = texts(await reported(await written('flats.csv', rows), { targets: ['price'] }));
  const english = found['en html']!;
  expect(visible(english)).toMatch(/Predictions of price are off by \$[\d,.]+ on average, over 45 test rows/);
  const headings = [...english.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, title]) => title);
  expect(headings).toEqual([
    'Results',
    'Where it is wrong',
    'What it goes by',
    'Limits',
    'Data',
    'Network',
    'Training',
    'Train it again',
  ]);
  expect(visible(found['ko html']!)).toMatch(
    /테스트 데이터 45행에서 price 예측은 실제값과 평균 \$[\d,.]+ 차이 납니다/,
  );
  expect(found['en markdown']).toContain('| size | number | feature | 0 |');
  expect(english.match(/<svg[^>]*role="img"[^>]*aria-label="[^"]{20,}"[^>]*><title>/g)).toHaveLength(4);
});

it('of names that look like code shows the names', async () => {
  const [evil, column] = ['<script>alert(1)</script>', '"><b>|`$x$'];
  const rows = [
    `"${column.replaceAll('"', '""')}",b,"the | target"`,
    ...Array.from({ length: 120 }, (_, k) => `${k % 7},${k % 2},"${k % 2 === 0 ? evil : "it's & more"}"`),
  ];
  const found = texts(await reported(await written("o'<i>.csv", rows), { targets: ['the | target'] }));
  const html = found['en html']!;
  expect(html).not.toMatch(/<script|<b>|<i>/);
  expect(visible(html)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(visible(html)).toContain('&quot;&gt;&lt;b&gt;|`$x$');
  const cells = found['en markdown']!.split('\n').find((line) => line.includes('&lt;b&gt;'))!;
  expect(cells).toContain('"&gt;&lt;b&gt;\\|\\`\\$x\\$');
});

it('of 300 classes stays small, and names the pairs that are confused most', async () => {
  const rows = [
    'x,y,name',
    ...Array.from({ length: 3_000 }, (_, k) => `${k % 300},${(k * 7) % 11},class ${k % 300}`),
  ];
  const report = await reported(await written('many.csv', rows), { targets: ['name'], epochs: 2 });
  const found = texts(report);
  expect(found['en html']!.length).toBeLessThan(300_000);
  expect(found['en html']).toContain('Confused most');
  expect(found['en html']).toContain('The table has 300 classes: those with the lowest F1 are listed.');
});

it('of several targets has metrics and a chart for each, in its own unit', async () => {
  const rows = ['a,b,c', ...Array.from({ length: 200 }, (_, k) => `${k / 10},${k}kg,$${k * k}`)];
  const found = texts(await reported(await written('several.csv', rows), { targets: ['b', 'c'] }));
  expect(found['en html']!.match(/<caption>Metrics of [bc]</g)).toHaveLength(2);
  expect(found['en html']).toMatch(/RMSE[\s\S]{0,300}kg<\/td>/);
  expect(found['en html']!.match(/predicted and actual: Test/g)!.length).toBeGreaterThanOrEqual(2);
});

it('without validation and test rows says what its numbers are worth', async () => {
  const split = { train: 1, validation: 0, test: 0 };
  const found = texts(await reported(cars, { targets: ['Miles_per_Gallon'], split }));
  expect(found['en markdown']).toContain(
    'The network learned from these rows, so this says nothing about new data.',
  );
  expect(found['en markdown']).toContain('There were no validation rows');
});

it('of a run that diverged tells it, with the weights that are kept', async () => {
  const found = texts(
    await reported(cars, { targets: ['Miles_per_Gallon'], optimizer: 'sgd', learningRate: 999, epochs: 200 }),
  );
  expect(found['en markdown']).toMatch(/The loss diverged \(NaN or infinite\) at step \d+/);
});

it('of a model on rows that are new to it judges those, and names its own table', async () => {
  const client = await opened(cars, { targets: ['Miles_per_Gallon'], epochs: 8, hidden: [6] });
  await trained(client);
  const { folder } = await runOf(client);
  const rows = ['Miles_per_Gallon,Cylinders,Displacement,Horsepower,Weight_in_lbs,Acceleration,Origin'];
  for (let k = 0; k < 30; k++)
    rows.push(`${15 + k / 3},${4 + 2 * (k % 3)},${100 + k},${90 + k},${2000 + 9 * k},15,USA`);
  await client.dataset.open({ file: { kind: 'path', path: await written('newer.csv', rows) } });
  await client.workspace.open({ file: { kind: 'path', path: join(folder, 'best.safetensors') } });
  const { id } = await runOf(client);
  const report = await reportOf(client, id);
  expect(report.worst?.cells).toHaveLength(10);
  const found = texts(report);
  expect(found['en markdown']).toContain('Shown on newer.csv; trained on cars.csv.');
  expect(found['en markdown']).toContain('over 30 new rows');
});

it('is made for any kept run, not only for the current one, and leaves the workspace as it was', async () => {
  const client = await opened(cars, { targets: ['Miles_per_Gallon'], epochs: 3, hidden: [4] });
  const first = await trained(client);
  const second = await trained(client);
  const before = await runOf(client);
  const report = await reportOf(client, first);
  expect([report.run?.id, (await runOf(client)).id, before.id]).toEqual([first, second, second]);
  expect(report.run?.records).toHaveLength(3);
  expect((await runOf(client)).testViews).toBe(0);
});

it('is refused of a run that goes on, and of one that is not there', async () => {
  const client = await opened(cars, { targets: ['Miles_per_Gallon'], epochs: 1_000_000, patience: 0 });
  const { runId } = await client.training.start({});
  await client.training.pause();
  await expect(reportOf(client, runId)).rejects.toMatchObject({ data: { code: 'run_needed' } });
  await expect(reportOf(connect(), 'none')).rejects.toMatchObject({ data: { code: 'run_not_found' } });
  await client.training.stop();
  for await (const _ of await client.training.watch({ runId }));
});

it('speaks the language that is asked for, and leaves the page its own', async () => {
  const report = await reported(cars, { targets: ['Origin'] });
  overwriteGetLocale(() => 'ko');
  expect(writeReport(report, { language: 'en', form: 'html', now })).toContain('<html lang="en">');
  expect(getLocale()).toBe('ko');
  // A report that cannot be written changes nothing either.
  const broken = { ...report, network: null } as unknown as Report;
  expect(() => writeReport(broken, { language: 'en', form: 'html', now })).toThrow();
  expect(getLocale()).toBe('ko');
  overwriteGetLocale(() => 'en');
});

it('of classes has curves, what the network goes by, the worst groups, and the folds that were trained', async () => {
  const rows = [
    'x,shop,buys',
    ...Array.from({ length: 400 }, (_, k) => {
      const x = (k * 37) % 100;
      const odd = k % 4 === 0 && k % 3 === 0;
      return `${x},${k % 4 === 0 ? 'Busan' : 'Seoul'},${x > 50 !== odd ? 'yes' : 'no'}`;
    }),
  ];
  const client = await opened(await written('shops.csv', rows), {
    targets: ['buys'],
    ...{ epochs: 8, hidden: [6], seed: 1 },
  });
  const runId = await trained(client);
  await client.repeats.start({ runId, kind: 'folds', count: 3 });
  for await (const { state } of await client.repeats.watch({ runId, kind: 'folds' })) void state;
  const report = await reportOf(client, runId);
  expect(report.lookedInto!.curves.map((one) => one.class)).toEqual(['yes']);
  expect(report.lookedInto!.importance!.columns[0]!.column).toBe('x');
  const found = texts(report);
  const english = visible(found['en html']!);
  expect(found['en html']).toMatch(/<figcaption[^>]*>[^<]*yes[^<]* against the rest/);
  expect(english).toMatch(/ROC, area 0\.\d{3}/);
  expect(english).toMatch(/Groups that are predicted worst/);
  expect(english).toMatch(/What it goes by/);
  expect(english).toMatch(/over 3 folds: [\d.]+%? on average/);
  expect(found['en markdown']).toMatch(/\| Fold 3 \| ended \|/);
  expect(found['ko markdown']).toContain('무엇을 보고 예측하나');
  const curves = await client.evaluation.curves({ runId, part: 'test', class: 1 });
  expect(report.lookedInto!.curves[0]).toMatchObject({ rocAuc: curves.ranked!.rocAuc });
});
