// Simple models beside a trained network: kept with it, compared on the judged rows, and on any file afterwards.
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { exportedFile } from '../../exportedFile.ts';
import { code, connect, houses, now, opened, runOf, trained, written } from '../table/openedTable.ts';

async function kept(client: ReturnType<typeof connect>) {
  const { id, folder } = await runOf(client);
  const path = `${folder}/best.safetensors`;
  return { id, folder, path, model: decodeModel(await readFile(path), path) };
}

describe('a trained network', () => {
  it('of numbers is compared with least squares, which finds a line that is there', async () => {
    const client = await opened(await written('houses.csv', houses()), { targets: ['price'], epochs: 2 });
    await trained(client);
    const { id, model } = await kept(client);
    const { comparison, all } = await client.evaluation.get({ runId: id });
    expect(model.baselines!.linear!.rows).toBeGreaterThan(10);
    // The price is a linear function of the other columns.
    expect(comparison!.baselines.linear).toMatchObject({
      kind: 'numeric',
      targets: [{ name: 'price', metrics: { r2: expect.closeTo(1, 6) } }],
    });
    expect(all!.train).toMatchObject({ kind: 'numeric' });
    expect(comparison!.main).toBe('mae');
  });

  it('of classes is compared with logistic regression on its test rows', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], epochs: 40 });
    await trained(client);
    const { id, model } = await kept(client);
    const { comparison, metrics, baseline, on } = await client.evaluation.get({ runId: id });
    expect(on).toBe('test');
    expect(model.baselines!.guess.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const { linear, guess } = comparison!.baselines;
    expect(linear!.kind === 'class' && linear!.metrics.accuracy).toBeGreaterThan(0.85);
    expect(guess).toMatchObject({ kind: 'class', metrics: baseline.test! });
    expect(comparison!.metrics).toMatchObject({ kind: 'class', metrics: metrics.test! });
    expect(comparison!.interval).toMatchObject({ metric: 'accuracy', level: 0.95, by: 'wilson' });
  });

  it('with weighted classes is judged by balanced accuracy', async () => {
    const client = await opened(resolve('examples/iris.csv'), { targets: ['species'], epochs: 5 });
    const { spec, revision } = await now(client);
    const lossSettings = { ...spec!.training.lossSettings, classWeights: 'balanced' as const };
    await client.spec.set({ revision, spec: { ...spec!, training: { ...spec!.training, lossSettings } } });
    await trained(client);
    const { comparison } = await client.evaluation.get({ runId: (await runOf(client)).id });
    expect(comparison!.main).toBe('balancedAccuracy');
  });
});

describe('the model file', () => {
  it('compares on any table, the same after JSON', async () => {
    const client = await opened(await written('houses.csv', houses()), { targets: ['price'], epochs: 2 });
    await trained(client);
    const { folder } = await kept(client);
    const file = { kind: 'path' as const, path: await written('again.csv', houses()) };
    const evaluated = (path: string) => connect().models.evaluate({ model: { kind: 'path', path }, file });
    const first = await evaluated(folder);
    expect(first.comparison!.baselines.linear).not.toBeNull();
    const json = `${folder}/exported.json`;
    const exported = await exportedFile(client, { kind: 'path', path: folder }, 'json');
    await writeFile(json, Buffer.from(await exported.arrayBuffer()));
    expect((await evaluated(json)).comparison).toEqual(first.comparison);
  });

  it('is damaged where its baselines do not fit', async () => {
    const client = await opened(await written('houses.csv', houses()), { targets: ['price'], epochs: 2 });
    await trained(client);
    const { path, folder } = await kept(client);
    const bytes = await readFile(path);
    const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString();
    const broken = header.replace(/\\"guess\\":\[/, '\\"guess\\":[0,').replace(/ +$/, '');
    expect(broken).not.toBe(header.trimEnd());
    const padded = broken.padEnd(Math.ceil(broken.length / 8) * 8, ' ');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(Buffer.byteLength(padded)));
    const rest = bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
    const damaged = `${folder}/damaged.safetensors`;
    await writeFile(damaged, Buffer.concat([length, Buffer.from(padded), rest]));
    const file = { kind: 'path' as const, path: await written('again.csv', houses()) };
    expect(await code(connect().models.evaluate({ model: { kind: 'path', path: damaged }, file }))).toBe(
      'model_damaged',
    );
  });
});
