// keras_model.py with stand-ins for Keras' layers (standIns/keras): that each gets the right weights and settings, in the right order. Where
// Keras is installed, with Keras itself too (KERAS_BACKEND says with what it computes).
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { writeKeras } from '../../../../app/export/python/numpyFormat.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { askedOf } from './asked.ts';
import { pythonsWith } from './pythons.ts';

const standIns = join(import.meta.dirname, 'standIns');
const pythons = [
  ...pythonsWith('numpy')
    .slice(0, 1)
    .map((python) => ({ ...python, modules: standIns })),
  ...pythonsWith('keras').map((python) => ({ ...python, modules: undefined })),
];
const all = [...cases, ...activationCases];

describe.each(pythons)('with $name', (python) => {
  let found: number[][][];
  beforeAll(async () => {
    const files = (model: Model) => writeKeras(portableModel(model), 'house prices');
    found = await askedOf(python, all, files, 'keras_model.py', python.modules);
  });
  it.each(all.map(({ name, train }, k) => ({ name, train, k })))(
    '$name: within 1e-5',
    async ({ train, k }) => {
      expect(agreement((await train()).predictions, found[k]!).largest).toBeLessThan(1e-5);
    },
  );
});
