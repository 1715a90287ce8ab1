// The rows and groups behind the results of a run on real tables, through the contract.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { WorstGroups } from '../../../../app/contract/run/errorGroups.ts';
import type { Selection } from '../../../../app/contract/run/errorRows.ts';
import { opened, trained, written } from '../table/openedTable.ts';

/** A network that was trained on a table for a few epochs; questions are about its test rows. */
async function evaluated(path: string, ...targets: string[]) {
  const client = await opened(path, { targets, epochs: 15, seed: 1 });
  const runId = await trained(client);
  const of = { runId, part: 'test' } as const;
  const rows = (selection: Selection, offset = 0, limit = 1_000) =>
    client.evaluation.rows({ ...of, selection, offset, limit });
  return { client, of, rows, evaluation: await client.evaluation.get({ runId }) };
}
const weather = () => evaluated('examples/seattle_weather.csv', 'weather');

async function textOf(pieces: AsyncIterable<string>): Promise<string[]> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text.trimEnd().split('\n');
}

describe('of classes', () => {
  it('every cell of the matrix has as many rows as it says, each with its prediction beside its truth', async () => {
    const { rows, evaluation } = await weather();
    if (evaluation.detail.kind !== 'class') throw new Error('classes expected');
    const { confused, classes } = evaluation.detail;
    for (const [actual, predicted, count] of confused) {
      const found = await rows({ kind: 'cell', actual, predicted });
      expect(found.count).toBe(count);
      expect(found.rows).toHaveLength(count);
      for (const [k, judged] of found.judged.entries()) {
        expect(judged).toMatchObject({ kind: 'class', actual, predicted });
        expect(found.rows[k]!.at(-1)).toBe(classes[actual]);
      }
    }
  });

  it('the worst rows are those of the evaluation, and come in windows', async () => {
    const { rows, evaluation } = await weather();
    const all = await rows({ kind: 'all' });
    expect(all.count).toBe(evaluation.rows.test);
    expect(all.numbers.slice(0, 10)).toEqual(evaluation.worst.map(({ row }) => row));
    const window = await rows({ kind: 'all' }, 5, 3);
    expect(window).toMatchObject({ offset: 5, count: all.count, numbers: all.numbers.slice(5, 8) });
    expect(window.rows).toEqual(all.rows.slice(5, 8));
  });

  it('a selection is saved as CSV with all its rows, in the order of the file', async () => {
    const { client, of, rows } = await weather();
    const wrong = await rows({ kind: 'wrong' });
    const [header, ...lines] = await textOf(
      await client.evaluation.rowsCsv({ ...of, selection: { kind: 'wrong' } }),
    );
    const own = (await readFile('examples/seattle_weather.csv', 'utf8')).split(/\r?\n/);
    expect(header).toBe(`${own[0]},prediction,truth,probability_of_prediction,probability_of_truth,row`);
    expect(lines).toHaveLength(wrong.count);
    for (const line of lines) {
      const cells = line.split(',');
      expect(line.startsWith(`${own[Number(cells.at(-1))]},`)).toBe(true);
      expect(cells.at(-5)).not.toBe(cells.at(-4));
    }
    const numbers = lines.map((line) => Number(line.split(',').at(-1)) - 1);
    expect(numbers).toEqual([...wrong.numbers].sort((a, b) => a - b));
  });

  it('a column of dates groups the rows by month, and a group has its rows', async () => {
    const { client, of, rows, evaluation } = await weather();
    const groups = await client.evaluation.groups({ ...of, column: 'date', by: 'month' });
    expect(groups).toMatchObject({ by: 'month', choices: ['year', 'month', 'weekday'] });
    expect(groups.groups.map(({ name }) => name)).toEqual(
      Array.from({ length: 12 }, (_, k) => ({ kind: 'datePart', value: k + 1 })),
    );
    expect(groups.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(evaluation.rows.test);
    const selection = { kind: 'group', column: 'date', by: 'month', group: 6 } as const;
    const july = await rows(selection);
    expect(july.count).toBe(groups.groups[6]!.rows);
    for (const cells of july.rows) expect(cells[0]).toMatch(/^\d{4}[/-]0?7[/-]/);
  });

  it('the worst groups of all columns say how many were compared, after a step for each column', async () => {
    const { client, of, evaluation } = await weather();
    const steps: number[] = [];
    let found: WorstGroups | null = null;
    for await (const step of await client.evaluation.worstGroups(of)) {
      steps.push(step.done);
      found = step.found;
    }
    expect(steps).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found).toMatchObject({ columns: 5, rows: evaluation.rows.test });
    expect(found?.compared).toBeGreaterThan(30);
    for (const { value, rest, rows, chance } of found?.groups ?? []) {
      expect(value).toBeLessThan(rest!);
      expect(rows).toBeGreaterThanOrEqual(5);
      expect(chance).toBeLessThanOrEqual(1);
    }
  });

  it('a column that the table lacks and a target that the model lacks are refused', async () => {
    const { client, of } = await weather();
    const column = client.evaluation.groups({ ...of, column: 'no such' });
    await expect(column).rejects.toMatchObject({ data: { code: 'column_unknown' } });
    const target = client.evaluation.rows({
      ...of,
      target: 1,
      selection: { kind: 'all' },
      offset: 0,
      limit: 1,
    });
    await expect(target).rejects.toMatchObject({ data: { code: 'option_invalid' } });
  });
});

describe('of numbers', () => {
  it('a range of residuals has the rows of its bins; a column that has holes leaves rows out', async () => {
    const { client, of, rows, evaluation } = await evaluated('examples/cars.csv', 'Miles_per_Gallon');
    const against = { kind: 'column', column: 'Horsepower' } as const;
    const found = await client.evaluation.residuals({ ...of, against });
    expect(found.rows + found.missing).toBe(evaluation.rows.test);
    for (const { rows: count, least, most } of found.spread.bins.filter((bin) => bin.rows > 0)) {
      const selection: Selection = {
        kind: 'ranges',
        ranges: [
          { of: { kind: 'residual' }, low: least, high: most },
          { of: against, low: -1e9, high: 1e9 },
        ],
      };
      expect((await rows(selection)).count).toBe(count);
    }
    expect((await rows({ kind: 'all' })).numbers[0]).toBe(evaluation.worst[0]?.row);
    const [header] = await textOf(await client.evaluation.rowsCsv({ ...of, selection: { kind: 'all' } }));
    expect(header).toMatch(/,prediction,truth,residual,row$/);
  });

  it('a target of several has errors of its own', async () => {
    const lines = Array.from({ length: 120 }, (_, i) => `${i % 7},${i},${i % 5 === 0 ? 1_000 : 1}`);
    const path = await written('two.csv', ['x,near,far', ...lines]);
    const { client, of } = await evaluated(path, 'near', 'far');
    const worst = await client.evaluation.rows({
      ...{ ...of, target: 1, selection: { kind: 'all' }, offset: 0, limit: 1 },
    });
    expect(worst.rows[0]?.[2]).toBe('1000');
    const groups = await client.evaluation.groups({ ...of, target: 1, column: 'x' });
    expect(groups.metric).toBe('mae');
    const [header] = await textOf(
      await client.evaluation.rowsCsv({ ...of, target: 1, selection: { kind: 'all' } }),
    );
    expect(header).toMatch(/,prediction_far,truth_far,residual_far,prediction_near,truth_near,residual_near,row$/);
  });
});
