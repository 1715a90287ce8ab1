// Layers that are switched off: kept in the edited spec, and nowhere else.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LayerSpec, newLayer } from '../../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { withoutOff } from '../../../../app/model/switchedOff.ts';
import { exportedFile } from '../../exportedFile.ts';
import { type Client, now, opened, runOf } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const choices = { targets: ['species'], hidden: [6, 5], epochs: 6, patience: 0, seed: 4 };
const hidden = (layer: LayerSpec): LayerSpec => ({ ...layer, off: true });

const withLayers = (change: (layers: LayerSpec[]) => LayerSpec[]) => (spec: RunSpec) => ({
  ...spec,
  model: { ...spec.model, layers: change(spec.model.layers) },
});
/** One before, between and behind the two that are on. */
const around = withLayers(([first, second]) => [
  hidden(newLayer(9, 'step')),
  first!,
  hidden(newLayer(300, 'relu', { dropout: 0.5, normalization: 'batch' })),
  second!,
  hidden(newLayer(2, 'tanh')),
]);

async function trained(client: Client) {
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  return runOf(client);
}
const floats = async (file: Blob) => [...new Float32Array(await file.arrayBuffer())];

describe('a spec with layers that are off', () => {
  it('plans, trains, gives insight and exports as the one without them, bit for bit', async () => {
    const plain = await opened(iris, choices);
    const plan = (await now(plain)).plan;
    const start = await floats((await plain.insight.weights({ weights: 'initial' })).values);
    const before = await trained(plain);
    const model = await (await exportedFile(plain, { kind: 'run', id: before.id }, 'safetensors')).text();

    const client = await opened(iris, choices, around);
    expect((await now(client)).spec?.model.layers).toHaveLength(5);
    expect((await now(client)).plan).toEqual(plan);
    expect(await floats((await client.insight.weights({ weights: 'initial' })).values)).toEqual(start);
    const run = await trained(client);
    expect(run.fingerprint).toBe(before.fingerprint);
    expect(run.spec).toEqual(before.spec);
    expect(await (await exportedFile(client, { kind: 'run', id: run.id }, 'safetensors')).text()).toBe(model);
    expect(model).not.toContain('"off');
  });

  it('keeps them where its own run is opened again', async () => {
    const client = await opened(iris, choices, around);
    const { id } = await trained(client);
    await client.runs.open({ runId: id });
    expect((await now(client)).spec?.model.layers.map(({ off }) => off === true)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('has its issues and their remedies with the indices of the whole spec', async () => {
    const client = await opened(
      iris,
      choices,
      withLayers(([first, second]) => [hidden(first!), first!, { ...second!, activation: 'step' }]),
    );
    const { plan, revision } = await now(client);
    const issue = plan?.issues.find(({ code }) => code === 'step_untrainable');
    expect(issue).toMatchObject({ path: 'model.layers.2.activation', values: { layer: 2 } });
    await client.spec.remedy({ revision, remedy: issue!.remedies![0]! });
    const { spec } = await now(client);
    expect(spec?.model.layers[2]?.activation).toBe('sigmoid');
    expect(spec?.model.layers[0]?.off).toBe(true);
  });
});

it('a spec in which nothing is off is what is trained, the very object', async () => {
  const client = await opened(iris, choices);
  const { spec } = await now(client);
  expect(withoutOff(spec!)).toBe(spec);
  const said = withLayers((layers) => layers.map((layer) => ({ ...layer, off: false })))(spec!);
  expect(withoutOff(said)).toEqual(spec);
});
