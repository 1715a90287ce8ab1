// The walk of a row through real networks: its steps, formulas that can be typeset, and gradients that are what is measured.
import { resolve } from 'node:path';
import katex from 'katex';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { activations, type LayerSpec, newLayer } from '../../../../app/contract/spec/layers.ts';
import { losses, lossesOfTask } from '../../../../app/contract/spec/losses.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { type Task, taskSchema } from '../../../../app/contract/spec/task.ts';
import { factor, texNumber } from '../../../../renderer/formulas/texNumber.ts';
import { backwardLines, forwardLines } from '../../../../renderer/panes/walk/caches.ts';
import { stepTable } from '../../../../renderer/panes/walk/stepTable.ts';
import { stepTex } from '../../../../renderer/panes/walk/stepTex.ts';
import { shortName, stepSentence, stepTitle } from '../../../../renderer/panes/walk/stepWords.ts';
import { mostDrawn, type Walked, walkedOf } from '../../../../renderer/panes/walk/walkedRow.ts';
import { type StepKind, stepIndex, stepsOf } from '../../../../renderer/panes/walk/walkSteps.ts';
import { texText } from '../../../../renderer/panes/walk/walkTex.ts';
import { costSentence, predictionSentence } from '../../../../renderer/panes/walk/walkWords.ts';
import { type Client, now, opened, written } from '../table/openedTable.ts';

const rows = Array.from({ length: 40 }, (_, i) => {
  const [a, b] = [((i * 37) % 19) / 3, ((i * 11) % 13) / 2];
  return [a, b, 'abc'[i % 3], a > 3 ? 'yes' : 'no', (3 * a - b + (i % 3)).toFixed(3), Math.round(a + b)];
});
const targets: Record<Task, string> = { regression: 'number', binary: 'answer', multiclass: 'letter' };

async function table(task: Task, target: string, edit: (spec: RunSpec) => RunSpec): Promise<Client> {
  const file = await written('walked.csv', [
    'a,b,letter,answer,number,count',
    ...rows.map((row) => row.join(',')),
  ]);
  const others = ['letter', 'answer', 'number', 'count'].filter((name) => name !== target);
  return opened(file, { targets: [target], ignore: others, task, seed: 3 }, edit);
}
async function walk(client: Client, row = 5): Promise<Walked> {
  const { spec, plan } = await now(client);
  const found = await client.insight.walk({ weights: 'initial', row });
  return walkedOf(found, spec!, plan, new Map());
}
const withLayers =
  (...layers: LayerSpec[]) =>
  (spec: RunSpec): RunSpec => ({
    ...spec,
    model: { ...spec.model, layers },
  });

/** Every formula of every step can be typeset, every step has its words, and each gradient is what is measured. */
async function checkAll(client: Client, walked: Walked): Promise<void> {
  const steps = stepsOf(walked.shape);
  for (const step of steps) {
    const lines = stepTex(walked, step);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      katex.renderToString(line, {
        throwOnError: true,
        strict: false,
        trust: ({ command }) => command === '\\htmlClass',
      });
    expect(stepTitle(walked, step)).not.toBe('');
    expect(stepSentence(walked, step)).not.toBe('');
    const shown = stepTable(walked, step);
    if (shown?.kind === 'terms' && shown.more === 0) {
      const sum = shown.rows.reduce((all, { one, other }) => all + one * other, shown.bias ?? 0);
      expect(shown.sum).toBeCloseTo(sum, 10);
    }
    if (shown?.kind !== 'gradients') continue;
    const measure = shown.rows.map(({ parameter }) => parameter);
    const { measured } = await client.insight.walk({ weights: 'initial', row: walked.walk.row, measure });
    for (const [k, { gradient, name }] of shown.rows.entries())
      expect([step.kind, name, Math.abs(gradient - measured[k]!) < 1e-7]).toEqual([step.kind, name, true]);
  }
}

describe('a walk', () => {
  it('has a step for all that the network has, and none for what it lacks', async () => {
    const client = await table(
      'multiclass',
      'letter',
      withLayers(newLayer(4, 'tanh', { normalization: 'layer' }), newLayer(3, 'linear')),
    );
    const walked = await walk(client);
    expect(stepsOf(walked.shape).map(({ kind, layer }) => `${kind} ${layer}`)).toEqual([
      'scale -1',
      ...['sums 0', 'normalize 0', 'activate 0', 'sums 1', 'sums 2', 'output 2', 'loss 2'],
      ...['dLoss 2', 'dWeights 2', 'dActivations 1', 'dWeights 1'],
      ...['dActivations 0', 'dActivate 0', 'dNormalize 0', 'dWeights 0', 'update 2'],
    ]);
  });

  it.each(activations.filter((activation) => activation !== 'step'))(
    'goes back through %s',
    async (activation) => {
      const client = await table(
        'regression',
        'number',
        withLayers(newLayer(3, activation), newLayer(2, activation)),
      );
      await checkAll(client, await walk(client));
    },
  );

  it.each(['batch', 'layer'] as const)('goes back through a normalisation by %s', async (normalization) => {
    const client = await table(
      'multiclass',
      'letter',
      withLayers(newLayer(3, 'gelu', { normalization, bias: false })),
    );
    await checkAll(client, await walk(client));
  });

  const cases = taskSchema.options.flatMap((task) => lossesOfTask[task].map((loss) => ({ task, loss })));
  it('is tried with every loss', () => {
    expect(new Set(cases.map(({ loss }) => loss))).toEqual(new Set(losses));
  });
  it.each(cases)('begins the way back with the gradient of $loss ($task)', async ({ task, loss }) => {
    const target = loss === 'poisson' ? 'count' : targets[task];
    const client = await table(task, target, (spec) => ({
      ...withLayers(newLayer(3, 'tanh'))(spec),
      training: { ...spec.training, loss },
    }));
    const walked = await walk(client);
    await checkAll(client, walked);
    expect(predictionSentence(walked)).toMatch(
      loss === 'poisson' || task === 'regression' ? /predicted / : /predicted probability: [\d.]+%/,
    );
  });

  it('writes no scaling of columns that are not scaled', async () => {
    const scaled = await walk(await table('regression', 'number', withLayers()));
    const asIs = await walk(
      await table('regression', 'number', (spec) => ({
        ...withLayers()(spec),
        data: {
          ...spec.data,
          columns: spec.data.columns.map((one) => ({
            ...one,
            prepare: { ...one.prepare, scaling: 'none' as const },
          })),
        },
      })),
    );
    const first = stepsOf(asIs.shape)[0]!;
    expect(stepTex(scaled, first)).toEqual([
      expect.stringContaining('\\sigma'),
      expect.stringContaining('\\frac'),
    ]);
    expect(stepTitle(scaled, first)).toBe('Standardise the row');
    expect(stepTex(asIs, first)).toEqual([expect.stringMatching(/^x_{[12]}=[\d.]+$/)]);
    expect(stepTitle(asIs, first)).toBe('The row as it is');
    expect(stepSentence(asIs, first)).toContain('as they stand in the table');
    expect(shortName(asIs, first)).toBe('inputs');
  });

  it('draws of a large layer the units through which most flows, and always the one that is followed', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [40],
      seed: 1,
    });
    const { spec, plan } = await now(client);
    const found = await client.insight.walk({ weights: 'initial', row: 3 });
    const weight = found.layers[0]!.a.map((a, unit) => Math.abs(a * found.layers[0]!.dA[unit]!));
    const least = weight.indexOf(Math.min(...weight));
    const most = weight.indexOf(Math.max(...weight));
    const walked = walkedOf(found, spec!, plan, new Map([[1, least]]));
    expect(walked.columns[1]!.shown).toHaveLength(mostDrawn);
    expect(walked.columns[1]!.shown).toEqual(expect.arrayContaining([least, most]));
    await checkAll(client, walked);
  });

  it('lights what was kept in the steps that use it again, and has every gradient once', async () => {
    const client = await opened(resolve('examples/iris.csv'), {
      targets: ['species'],
      hidden: [3],
      activation: 'tanh',
    });
    const walked = await walk(client);
    const steps = stepsOf(walked.shape);
    const used = (lines: ReturnType<typeof forwardLines>) =>
      lines.map(({ from, used: again }) => [steps[from]?.kind, again.map((at) => steps[at]?.kind)]);
    expect(used(forwardLines(walked, steps))).toEqual([
      ['scale', ['dWeights']],
      ['sums', []],
      ['activate', ['dWeights', 'dActivate']],
      ['sums', [undefined]],
      ['output', ['dLoss']],
    ]);
    expect(used(backwardLines(walked, steps)).map(([made]) => made)).toEqual([
      'dLoss',
      // Of the weights, and of the biases.
      'dWeights',
      'dWeights',
      'dActivations',
      'dActivate',
      'dWeights',
      'dWeights',
    ]);
    // 4-3-3: each of 12 + 9 weights once, 9 through the output's, one for each of three activations. Without kept results 9 for the
    // output's weights, and over three paths from each hidden unit 3 for each of its weights, 2 for its bias. 27 parameters.
    expect(costSentence(walked)).toBe(
      '27 gradients: 33 multiplications with kept results, 135 without, 1,134 if numerical',
    );
  });

  it('has the bias with its number in every step where it plays a part, and no trace of one that a layer lacks', async () => {
    const layers = withLayers(newLayer(3, 'tanh'), newLayer(2, 'tanh', { bias: false }));
    const initialWeights = [
      {
        weight: [
          [0.5, -0.25],
          [0.75, 1],
          [-1, 0.125],
        ],
        bias: [0.375, -0.625, 0.875],
      },
      {
        weight: [
          [0.5, -0.5, 1],
          [-0.75, 0.25, 0.5],
        ],
      },
      { weight: [[1.5, -0.5]], bias: [0.1875] },
    ];
    const client = await table('regression', 'number', (before) => {
      const spec = layers(before);
      return { ...spec, model: { ...spec.model, initialWeights } };
    });
    const walked = await walk(client);
    const steps = stepsOf(walked.shape);
    const texOf = (kind: StepKind, layer: number) =>
      stepTex(walked, steps[stepIndex(steps, kind, layer)]!).join('\n');
    for (const [layer, biased] of [true, false, true].entries()) {
      const { bias, dBias } = walked.walk.layers[layer]!;
      const unit = walked.columns[layer + 1]!.followed;
      expect(texOf('sums', layer).includes('b^'), `z of layer ${layer}`).toBe(biased);
      const gradient = texOf('dWeights', layer);
      expect(gradient.includes(String.raw`\partial b^`), `gradient of layer ${layer}`).toBe(biased);
      if (biased) {
        expect(texOf('sums', layer)).toContain(factor(bias[unit]!));
        expect(gradient.endsWith(`=${texNumber(dBias[unit]!)}`)).toBe(true);
      }
      const terms = stepTable(walked, steps[stepIndex(steps, 'sums', layer)]!);
      expect(terms).toMatchObject({ kind: 'terms', bias: biased ? bias[unit] : null });
    }
    const lines = backwardLines(walked, steps).map(({ name }) => name.split(',')[0]);
    expect(lines.filter((name) => name === '∂b')).toHaveLength(2);
  });

  it('shows the update of every parameter of the followed units: weights, bias, gamma and beta', async () => {
    const client = await table(
      'regression',
      'number',
      withLayers(newLayer(3, 'tanh', { normalization: 'layer' }), newLayer(2, 'relu', { bias: false })),
    );
    const walked = await walk(client);
    const shown = stepTable(walked, stepsOf(walked.shape).at(-1)!);
    if (shown?.kind !== 'update') throw new Error('The last step is the update.');
    const [first, second, output] = shown.layers;
    const unit = walked.columns[1]!.names[walked.columns[1]!.followed];
    expect(first!.rows.map(({ name }) => name)).toEqual([
      `a → ${unit}`,
      `b → ${unit}`,
      `bias of ${unit}`,
      `gamma of ${unit}`,
      `beta of ${unit}`,
    ]);
    expect(second!.rows).toHaveLength(3);
    expect(output!.rows.at(-1)!.name).toMatch(/^bias of /);
    const { layers } = walked.walk.update;
    expect(output!.rows.at(-1)!.after).toBe(layers[2]!.bias[0]);
    expect(output!.rows.at(-1)!.before).not.toBe(layers[2]!.bias[0]);
  });

  const silent = vi.spyOn(console, 'warn').mockImplementation(() => {});
  afterAll(() => silent.mockRestore());
  const drawn = (name: string) =>
    katex.renderToString(`z_{${texText(name)}}`, { throwOnError: true, strict: false });

  it('takes a name of any letters into a formula', () => {
    const names = [
      '50% & more',
      'a_b^c~',
      '{x}\\y',
      '한국어 이름',
      '#1 $',
      'a\u0000b\u0007\tc\nd',
      '\ud83d',
      'שלום',
    ];
    for (const name of names) expect(() => drawn(name)).not.toThrow();
    for (let code = 0; code < 0x3000; code += 1) expect(() => drawn(String.fromCharCode(code))).not.toThrow();
    for (const sign of ['∑', '\u0305', '\ue000', '\u2028', '한', '😀'])
      expect(() => drawn(`^${sign}\u0300 ${sign}${sign}b`)).not.toThrow();
  });

  it('cuts a long name between characters, also of several code points', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(texText(family.repeat(20))).toBe(`\\text{${family.repeat(16)}…}`);
    expect(texText(`a${'😀'.repeat(16)}`)).toBe(`\\text{a${'😀'.repeat(15)}…}`);
    for (const name of [family.repeat(20), `a${'😀'.repeat(16)}`]) expect(() => drawn(name)).not.toThrow();
  });
});
