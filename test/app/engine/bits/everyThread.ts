// The fingerprints of the trainings in specs.ts with one instruction set, on 1, 2, 3 and 8 threads, against those in recorded.json.
// CHAINRULE_ISA is read once in a process, so each instruction set has a test file, which vitest gives a process of its own.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { activations } from '../../../../app/contract/spec/layers.ts';
import { optimizers } from '../../../../app/contract/spec/optimizers.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { Isa } from '../../../../app/engine/engine.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { wholeFingerprint } from '../harness/fingerprint.ts';
import { engineLosses } from '../harness/rows.ts';
import { train } from '../harness/run.ts';
import { specNames, specOf } from './specs.ts';

const file = join(import.meta.dirname, 'recorded.json');
const recording = process.env.CHAINRULE_RECORD !== undefined;
const addon = loadAddon();

async function fingerprintOf(config: TrainConfig): Promise<string> {
  const { run, last } = await train(config);
  expect(last.state).toBe('finished');
  const found = wholeFingerprint(run.weights('last'));
  run.dispose();
  return found;
}

async function record(): Promise<void> {
  const found: Record<string, string> = {};
  for (const name of specNames) found[name] = await fingerprintOf(specOf(name, 1));
  writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
}

/** What the trainings leave out would not be proven. */
function expectEverything(): void {
  const all = specNames.map((name) => specOf(name, 1));
  const used = new Set(
    all.flatMap(({ network }) => network.layers.map(({ activation }) => activation as string)),
  );
  expect(new Set(all.map(({ optimizer }) => optimizer.type))).toEqual(new Set(optimizers));
  expect(new Set(all.map(({ loss }) => loss))).toEqual(new Set(engineLosses));
  expect(used).toEqual(new Set(activations.filter((name) => name !== 'step')));
}

/** Defines the tests for `isa`; where this CPU lacks it they are skipped. */
export function testEveryThread(isa: Isa): void {
  process.env.CHAINRULE_ISA = isa;
  const has = () => {
    try {
      return addon.info().isa === isa;
    } catch {
      return false;
    }
  };
  test('the trainings have every optimizer, loss and activation', expectEverything);
  if (recording) {
    test('records the bits', record);
    return;
  }
  if (!has()) {
    test.skip(`the trainings with ${isa}: this CPU has none`, () => {});
    return;
  }
  const recorded = JSON.parse(readFileSync(file, 'utf8'));
  test('every training is recorded, and no other', () => expect(Object.keys(recorded)).toEqual(specNames));
  test.each(specNames)(`%s has the recorded bits with ${isa}`, async (name) => {
    for (const threads of [1, 2, 3, 8]) {
      expect(await fingerprintOf(specOf(name, threads)), `${threads} threads`).toBe(recorded[name]);
    }
  });
}
