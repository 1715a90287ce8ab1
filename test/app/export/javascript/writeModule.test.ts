// The module is loaded by node and predicts rows that the app has predicted; TypeScript checks its types.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModule } from '../../../../app/export/javascript/readModule.ts';
import { writeModule } from '../../../../app/export/javascript/writeModule.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { boundsOf, calibrated } from '../harness/calibrated.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { hostileClasses, hostileModel, hostileTarget } from '../portable/hostileModel.ts';
import { runnersHere } from '../runnersHere.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-js-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function loaded(file: { name: string; bytes: Uint8Array }) {
  const path = join(folder, file.name);
  await writeFile(path, file.bytes);
  return import(/* @vite-ignore */ path);
}

describe('a JavaScript module gives the predictions of the app', () => {
  it.each([...cases, ...activationCases])('$name', async ({ name, train }) => {
    const { model, values, predictions } = await train();
    const files = writeModule(portableModel(model), name);
    const module = await loaded(files[0]!);
    expect(agreement(predictions, values.map(module.predictNumbers)).largest).toBeLessThan(1e-5);
    expect(
      agreement(predictions, (await readModule(files, values, runnersHere)).predictions).largest,
    ).toBeLessThan(1e-5);
  });
});

describe('a JavaScript module', () => {
  it('checks itself on the golden rows, whatever the names and categories are', async () => {
    const { portable, values, predictions } = hostileModel();
    const files = writeModule(portable, 'hostile');
    const { check, predict, inputs } = await loaded(files[0]!);
    expect(check()).toMatchObject({ rows: values.length });
    expect(check().largest).toBeLessThan(1e-6);
    const row = Object.fromEntries(
      inputs.map(({ name }: { name: string }, k: number) => [name, values[3]![k]]),
    );
    expect(predict(row).values[hostileTarget]).toBeCloseTo(predictions[3]![0]!, 4);
    expect(
      agreement(predictions, (await readModule(files, values, runnersHere)).predictions).largest,
    ).toBeLessThan(1e-6);
  });

  it('says which column a row has no value for', async () => {
    const { predict, inputs } = await loaded(writeModule(hostileModel().portable, 'lacking')[0]!);
    expect(() => predict({})).toThrow(
      `The row has no value for ${JSON.stringify(inputs[0].name)}; null means missing.`,
    );
  });

  it('predicts the class by the threshold, with its probabilities by name', async () => {
    const { model, values, predictions } = await cases
      .find(({ name }) => name.includes('threshold'))!
      .train();
    const { predict, inputs } = await loaded(writeModule(portableModel(model), 'threshold')[0]!);
    const labels = values.map((raw) =>
      predict(Object.fromEntries(inputs.map(({ name }: { name: string }, k: number) => [name, raw[k]]))),
    );
    const { classes } = model.preparation.target as { classes: string[] };
    expect(labels.map(({ prediction }) => prediction)).toEqual(
      predictions.map(([, p]) => classes[p! > 0.3 ? 1 : 0]),
    );
    expect(Object.keys(labels[0].probabilities)).toEqual(classes);
  });

  it('gives the interval of each target, or which classes are in the set', async () => {
    const two = await cases[1]!.train();
    const known = calibrated(two.model);
    const numbers = await loaded(writeModule(portableModel(known), 'bounds')[0]!);
    const [row] = two.predictions;
    const bounds = boundsOf(known, [row!], 0.8)![0]!;
    const [first, second] = numbers.intervals(row, 0.8);
    expect([...first, ...second]).toEqual(bounds);
    expect(numbers.intervals(row, 0.999)).toBeNull();
    const classes = await loaded(writeModule(hostileClasses().portable, 'sets')[0]!);
    const held = classes.intervals(hostileClasses().predictions[0], 0.9);
    expect(held.filter(Boolean).length).toBeGreaterThan(2);
    expect(held).toHaveLength(classes.outputs.length);
  });

  it('is typed: another column or a text for a number is an error of TypeScript', async () => {
    const { model } = await cases[0]!.train();
    const [file] = writeModule(portableModel(model), 'typed');
    await writeFile(join(folder, 'typed.mjs'), file!.bytes);
    const uses = (row: string) =>
      `import { predict } from './typed.mjs';\nexport const y: number = predict(${row}).values.y;\n`;
    const whole = Object.fromEntries(
      portableModel(model).rawInputs.map(({ name, kind }) => [name, kind === 'number' ? 1 : 'x']),
    );
    await writeFile(join(folder, 'right.mts'), uses(JSON.stringify(whole)));
    await writeFile(join(folder, 'wrong.mts'), uses(JSON.stringify({ ...whole, '키 (cm)': 'tall' })));
    await writeFile(join(folder, 'lacking.mts'), uses('{}'));
    const names = ['typed.mjs', 'right.mts', 'wrong.mts', 'lacking.mts'];
    const program = ts.createProgram(
      names.map((name) => join(folder, name)),
      {
        ...{ strict: true, noEmit: true, allowJs: true, checkJs: true, skipLibCheck: true, types: [] },
        ...{
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.NodeNext,
          moduleResolution: ts.ModuleResolutionKind.NodeNext,
        },
      },
    );
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ file: at, code }) => [at?.fileName.split('/').at(-1), code]);
    expect(problems).toEqual([
      ['lacking.mts', 2345],
      ['wrong.mts', 2322],
    ]);
  });
});
